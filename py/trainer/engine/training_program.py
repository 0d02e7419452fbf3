"""The module that trains: the loop's six stages for many updates in one call.

train(updates, start, epoch_end, examples, held_back, batch_size, has_penalty)
    Examples are taken in the order of `orders` from place `start` on; the epoch ends
    at place `epoch_end`, the next one `examples` places later, and so on. Gives the
    updates made: fewer than asked for where the run diverged in the last of them.
    Each update's loss lies in `losses`; at each epoch's end the scores lie in `scores`
    and the parameters in `thetas`.
evaluate(examples, held_back, has_penalty, row)
    Puts both sets' scores in row number `row` of `scores`. The penalty is part of the
    training loss only.
"""

from . import judging, kernels, updating
from .kernels import SUMS, VECTOR, sum_of_lanes
from .memory import SCORES, parameters, training_plan, vectors_of
from .programs import Code, Program, Shape
from .wasm import F64, I32, Function, Local, Pointer, Value, constant


def chunk_vectors(shape: Shape, batch_size: int) -> int:
    """How many vectors to work on at once, so that a batch leaves few lanes empty."""
    return kernels.even(vectors_of(shape.kind, batch_size), kernels.WIDEST)


def training_code(
    shape: Shape, loss: str, optimizer: str, vectors: int, capacity: int
) -> Code:
    """A module for sets of up to `capacity` examples."""
    return TrainingProgram(shape, loss, optimizer, vectors, capacity).code


class TrainingProgram(Program):
    """Adds the functions that `train` calls, in the order in which they need each other."""

    def __init__(
        self, shape: Shape, loss: str, optimizer: str, vectors: int, capacity: int
    ) -> None:
        plan = training_plan(shape.sizes, shape.kind, vectors, capacity)
        super().__init__(shape, plan, vectors)
        self.loss = loss
        self.stride = capacity + self.chunk  # items from row to row of a set
        self.count = parameters(shape.sizes)
        self.mask = self.add(self._mask())
        self.gather = self.add(self._gather())
        self.judge = {
            is_training: self.add(judging.output(self.kind, vectors, loss, is_training))
            for is_training in (True, False)
        }
        self.punish = {
            is_training: self.add(updating.penalty(self.kind, self.count, is_training))
            for is_training in (True, False)
        }
        self.change = self.add(updating.update(self.kind, self.count, optimizer))
        self.score = self.add(self._score())
        self.evaluate = self.add(self._evaluate())
        self.add(self._train())

    def _mask(self) -> Function:
        """mask(live, of): the first `live` lanes count, each as one example in `of`."""
        f = Function("mask", I32, I32)
        live, of = f.parameters
        part = f.let(constant(self.scalar, 1.0) / of.convert(self.scalar))
        at, lane = f.let(self.address("mask")), f.let(constant(I32, 0))

        def is_more() -> Value:
            f.set(lane, lane + 1)
            f.set(at, at + self.item)
            return lane < self.chunk

        with f.again_while(is_more):
            f.store(Pointer(at), constant(self.scalar, 0.0))
            with f.when(lane < live):
                f.store(Pointer(at), part)
        return f

    def _gather(self) -> Function:
        """gather(at, live): the examples whose numbers stand at `at`, into the chunk."""
        f = Function("gather", I32, I32)
        at, left = f.parameters
        target = f.let(constant(I32, 0))

        def is_more() -> Value:
            f.set(at, at + 4)
            f.set(target, target + self.item)
            f.set(left, left - 1)
            return left

        targets = [
            *(
                self.plan.at("a0") + row * self.vectors * VECTOR
                for row in range(self.inputs)
            ),
            self.plan.at("y"),
        ]
        with f.again_while(is_more):
            source = f.let(f.load(I32, Pointer(at)) * self.item)
            for row, to in enumerate(targets):
                start = self.plan.at("train").offset + row * self.stride * self.item
                value = f.load(self.scalar, Pointer(source, start))
                f.store(Pointer(target, to.offset), value)
        return f

    def _sum(self, f: Function, name: str) -> Value:
        """One of the sums, over its lanes."""
        at = self.plan.at("sums") + SUMS[name]
        return sum_of_lanes(f, f.let(f.load(self.kind, at))).convert(F64)

    def _clear_sums(self, f: Function) -> None:
        for offset in SUMS.values():
            f.store(self.plan.at("sums") + offset, constant(self.kind, 0.0))

    def _judge(self, f: Function, y: Value, is_training: bool) -> None:
        logits, slopes = f"a{self.outermost}", f"d{self.outermost}"
        addresses = map(self.address, ("mask", slopes, "hyper", "sums"))
        f.call(self.judge[is_training], self.address(logits), y, *addresses)

    def _loss(self, f: Function, has_penalty: Local, is_training: bool) -> Value:
        """The mean loss that the sums hold, penalty included."""
        with f.when(has_penalty):
            names = ("theta", "gradient", "is_weight", "hyper", "sums")
            f.call(self.punish[is_training], *map(self.address, names))
        return self._sum(f, "loss") + self._sum(f, "penalty")

    def _score(self) -> Function:
        """score(set, examples, at, has_penalty): mean loss and percent right, put at `at`."""
        f = Function("score", I32, I32, I32, I32)
        rows, examples, at, has_penalty = f.parameters
        self._clear_sums(f)
        start = f.let(constant(I32, 0))
        y_offset = self.inputs * self.stride * self.item

        def is_more() -> Value:
            f.set(start, start + self.chunk)
            return start < examples

        with f.again_while(is_more):
            live = f.let(examples - start)
            with f.when(live > self.chunk):
                f.set(live, constant(I32, self.chunk))
            f.call(self.mask, live, examples)
            first = self.copy_chunk(f, rows, self.stride, start)
            self.forward(f)
            self._judge(f, first + y_offset, is_training=False)
        f.store(Pointer(at), self._loss(f, has_penalty, is_training=False))
        right = self._sum(f, "right") * 100.0 / examples.convert(F64)
        f.store(Pointer(at, 8), right)
        return f

    def _evaluate(self) -> Function:
        f = Function("evaluate", I32, I32, I32, I32)
        examples, held_back, has_penalty, row = f.parameters
        at = f.let(row * (8 * SCORES) + self.address("scores"))
        f.call(self.score, self.address("train"), examples, at, has_penalty)
        with f.when(held_back):
            at_val = at + 4 * SCORES
            no_penalty = constant(I32, 0)
            f.call(self.score, self.address("val"), held_back, at_val, no_penalty)
        return f

    def _train(self) -> Function:
        f = Function("train", *[I32] * 7, result=I32)
        updates, start, epoch_end, examples, held_back, batch_size, has_penalty = (
            f.parameters
        )
        zero = constant(I32, 0)
        done, epoch = f.let(zero), f.let(zero)
        masked_live, masked_of = f.let(zero), f.let(zero)
        loss, length = f.new(F64), f.new(F64)

        def is_more() -> Value:
            longest = f.load(F64, updating.hyper_at(self.plan.at("hyper"), "longest"))
            is_finite = (loss - loss) < 1.0  # the difference is NaN where it is not
            return (done < updates) & is_finite & (length < longest)

        with f.again_while(is_more):
            size = f.let(epoch_end - start)
            with f.when(size > batch_size):
                f.set(size, batch_size)
            self._clear_sums(f)
            at, left = f.let(start * 4 + self.address("orders")), f.let(size)

            with f.again_while(lambda: left):
                live = f.let(left)
                with f.when(live > self.chunk):
                    f.set(live, constant(I32, self.chunk))
                with f.when(live.differs(masked_live) | size.differs(masked_of)):
                    f.call(self.mask, live, size)
                    f.set(masked_live, live)
                    f.set(masked_of, size)
                f.call(self.gather, at, live)
                self.forward(f)
                self._judge(f, self.address("y"), is_training=True)
                self.backward(f)
                f.set(at, at + live * 4)
                f.set(left, left - live)

            f.set(loss, self._loss(f, has_penalty, is_training=True))
            f.store(Pointer(done * 8, self.plan.at("losses").offset), loss)
            names = ("theta", "gradient", "velocity", "square", "hyper", "sums")
            f.call(self.change, *map(self.address, names))
            f.set(length, self._sum(f, "length"))
            f.set(start, start + size)
            f.set(done, done + 1)
            with f.when(start.equals(epoch_end)):
                f.call(self.evaluate, examples, held_back, has_penalty, epoch)
                f.set(masked_live, zero)
                self._keep_theta(f, epoch)
                f.set(epoch, epoch + 1)
                f.set(epoch_end, epoch_end + examples)
        f.result(done)
        return f

    def _keep_theta(self, f: Function, epoch: Local) -> None:
        vectors = vectors_of(self.kind, self.count)
        target = Pointer(
            f.let(epoch * (vectors * VECTOR)), self.plan.at("thetas").offset
        )
        f.repeat(
            vectors,
            [(self.plan.at("theta"), VECTOR), (target, VECTOR)],
            lambda source, target: f.store(target, f.load(self.kind, source)),
        )

    def backward(self, f: Function) -> None:
        """The chunk's gradients, from the last layer to the first, added to the gradient."""
        sizes = self.shape.sizes
        for depth in range(self.outermost, 0, -1):
            shape = sizes[depth - 1], sizes[depth], self.vectors
            below, start = depth - 1, self.starts[depth - 1]
            f.call(
                self.shared(kernels.gradient, *shape),
                self.address("gradient", start),
                *map(self.address, (f"a{below}", f"d{depth}")),
            )
            if below:
                f.call(
                    self.shared(kernels.backward, *shape, self.shape.rule(below)),
                    self.address("theta", start),
                    *map(self.address, (f"d{depth}", f"d{below}", f"a{below}")),
                )
