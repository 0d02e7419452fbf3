"""The engine: Python that compiles the network to WebAssembly, to train it faster.

It does what `training.training_loop` does, no more, and is tested against it. Read:

    encoding, opcodes          bytes: numbers, and instructions by their names
    values, assembler          expressions; functions made of them; modules
    functions                  tanh, exp, log, sine: what WebAssembly lacks
    activations, kernels       forward, backward and gradient, a function for each shape
    losses, optimizers         the loss, the penalty, and what they do to theta
    memory                     what lies where
    programs                   what a network's modules have in common
    training_program           the module that trains
    probe_program              the module that looks
    hosts, modules             what runs a module; its arrays by name
    engine                     a run, trained by modules
"""
