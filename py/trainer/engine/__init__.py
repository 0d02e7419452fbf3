"""The engine: Python that compiles the network to WebAssembly, to train it faster.

It does what `training.training_loop` does, no more, and is tested against it. Read:

    wasm              an assembler, with a glossary of WebAssembly
    opcodes           its instructions, by the specification's names
    functions         exp, tanh, log, sine: what WebAssembly lacks
    kernels           forward, backward and gradient, one function for each shape
    judging, updating the loss, and what it does to theta
    memory            what lies where
    programs          what a module's functions share
    training_program  the module that trains
    probe_program     the module that looks
    hosts             who runs a module
    engine            a run, trained by them
"""
