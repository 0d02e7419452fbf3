"""The engine: Python that compiles the network to WebAssembly, to train it faster.

It does what `training.training_loop` does, no more, and is tested against it. What the
learners' functions do is written there alone: the engine calls them with stand-ins for
arrays, records what is done to these, and compiles the record. Read:

    encoding, opcodes          bytes: numbers, and instructions by their names
    values, assembler          expressions; functions made of them; modules
    functions, sine            tanh, exp, log, sine: what WebAssembly lacks
    tracing, stand_ins,        a learner's function, called with stand-ins for arrays
    traced_layers, purity      and layers, if it keeps to its arguments
    record                     what was done to them, step by step
    rewriting, lowering        what a step becomes; steps as WebAssembly expressions
    activations, losses        traced from the learners' files of these names,
    update_code, updates       as is the penalty, and what an optimizer does to theta
    kernels                    forward, backward and gradient, a function for each shape
    memory                     what lies where
    programs                   what a network's modules have in common
    shuffle, epochs            NumPy's random orders; what happens when an epoch ends
    training_program           the module that trains
    probe_program              the module that looks
    hosts, modules             what runs a module; its arrays by name
    handover, engine           a run's place in its epoch; a run, trained by modules
    checking, samples,         what was traced, beside what it was traced from
    rounding                   and how far rounding may carry the two apart
    syntax, recognition        which edits of the loop and the layers are followed
    gradient_change,           clipped gradients,
    each_epoch, trial          schedules; first updates beside an edited loop
    steady                     whether a schedule may be asked ahead of time
"""
