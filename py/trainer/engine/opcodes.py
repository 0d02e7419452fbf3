"""Every WebAssembly instruction that the engine uses, under its name in the specification.

The numbers are those of "WebAssembly Core Specification 2.0", section 7.10, "Index of
Instructions". An instruction of the vector set is the byte 0xFD and a LEB128 number.
"""

from .encoding import unsigned

PLAIN = {
    "loop": 0x03,
    "if": 0x04,
    "end": 0x0B,
    "br_if": 0x0D,
    "call": 0x10,
    "local.get": 0x20,
    "local.set": 0x21,
    "i32.load": 0x28,
    "f32.load": 0x2A,
    "f64.load": 0x2B,
    "f32.store": 0x38,
    "f64.store": 0x39,
    "i32.const": 0x41,
    "f32.const": 0x43,
    "f64.const": 0x44,
    "i32.eq": 0x46,
    "i32.ne": 0x47,
    "i32.lt": 0x49,  # i32.lt_u: addresses and counts have no sign
    "i32.gt": 0x4B,  # i32.gt_u
    "i32.add": 0x6A,
    "i32.sub": 0x6B,
    "i32.mul": 0x6C,
    "i32.and": 0x71,
    "i32.or": 0x72,
    "f64.lt": 0x63,
    "f32.add": 0x92,
    "f32.div": 0x95,
    "f64.add": 0xA0,
    "f64.sub": 0xA1,
    "f64.mul": 0xA2,
    "f64.div": 0xA3,
    "f32.convert_i32_u": 0xB3,
    "f32.demote_f64": 0xB6,
    "f64.convert_i32_u": 0xB8,
    "f64.promote_f32": 0xBB,
}
VECTOR = {
    "v128.load": 0x00,
    "v128.load32_splat": 0x09,
    "v128.load64_splat": 0x0A,
    "v128.store": 0x0B,
    "v128.const": 0x0C,
    "i8x16.shuffle": 0x0D,
    "f32x4.splat": 0x13,
    "f64x2.splat": 0x14,
    "f32x4.extract_lane": 0x1F,
    "f64x2.extract_lane": 0x21,
    "f32x4.lt": 0x43,
    "f32x4.gt": 0x44,
    "f64x2.lt": 0x49,
    "f64x2.gt": 0x4A,
    "v128.and": 0x4E,
    "v128.or": 0x50,
    "v128.xor": 0x51,
    "v128.bitselect": 0x52,
    "f32x4.nearest": 0x6A,
    "f64x2.nearest": 0x94,
    "i32x4.shl": 0xAB,
    "i32x4.shr_s": 0xAC,
    "i32x4.add": 0xAE,
    "i32x4.sub": 0xB1,
    "i64x2.shl": 0xCB,
    "i64x2.shr_s": 0xCC,
    "i64x2.add": 0xCE,
    "i64x2.sub": 0xD1,
    "f32x4.abs": 0xE0,
    "f32x4.sqrt": 0xE3,
    "f32x4.add": 0xE4,
    "f32x4.sub": 0xE5,
    "f32x4.mul": 0xE6,
    "f32x4.div": 0xE7,
    "f32x4.pmax": 0xEB,
    "f64x2.abs": 0xEC,
    "f64x2.sqrt": 0xEF,
    "f64x2.add": 0xF0,
    "f64x2.sub": 0xF1,
    "f64x2.mul": 0xF2,
    "f64x2.div": 0xF3,
    "f64x2.pmax": 0xF7,
}

OPCODES = {name: bytes([code]) for name, code in PLAIN.items()} | {
    name: b"\xfd" + unsigned(code) for name, code in VECTOR.items()
}
