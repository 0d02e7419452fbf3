"""The module that trains: the loop's six stages for many updates in one call.

train(updates, start, examples, held_back, batch_size, has_penalty, is_shuffled, has_rates)
    Takes examples in the order of `order` from place `start` on; the epoch ends at place
    `examples`, and the next one begins with a new order. Returns the number of updates
    made: fewer than asked for if the run diverged in the last one, or was to stop early.
    Writes each update's loss to `losses`, each epoch's scores to `scores`.
evaluate(examples, held_back, has_penalty, row)
    Writes the scores of both sets to row number `row` of `scores`. The penalty is part
    of the training loss only.
"""

from . import kernels
from .assembler import Function
from .dropout import draw_masks
from .epochs import is_over, take_rate
from .kernels import SUMS, VECTOR, sum_of_lanes
from .losses import LossCode, loss_kernel
from .memory import SCORES, state_name, training_plan, vectors_of
from .programs import Program, Shape
from .shuffle import new_order
from .update_code import FIXED, UpdateCode
from .updates import hyper_at, penalty_kernel, update_kernel
from .values import F64, I32, Local, Pointer, Value, constant


def chunk_vectors(shape: Shape, batch_size: int) -> int:
    """The vectors to compute at once, so that a batch leaves few lanes empty."""
    return kernels.even(vectors_of(shape.kind, batch_size), kernels.WIDEST)


class TrainingProgram(Program):
    """The functions that `train` calls, each after those that it calls itself."""

    def __init__(
        self,
        shape: Shape,
        loss: LossCode,
        update: UpdateCode,
        vectors: int,
        capacity: int,
    ) -> None:
        """For sets of up to `capacity` examples."""
        kept = update.state, len(update.settings), shape.drops
        plan = training_plan(shape.sizes, shape.kind, vectors, capacity, *kept)
        super().__init__(shape, plan, vectors)
        self.stride = capacity + self.chunk  # items from row to row of a set
        self.mask = self.add(self._mask())
        self.gather = self.add(self._gather())
        self.task = loss.task
        y_rows = {True: vectors * VECTOR, False: self.stride * self.item}
        self.loss_kernels = {  # by is_training, as are the penalty's
            is_training: self.add(
                loss_kernel(self.kind, vectors, loss, is_training, y_rows[is_training])
            )
            for is_training in (True, False)
        }
        self.penalty_kernels = {
            is_training: self.add(
                penalty_kernel(self.kind, self.count, update, is_training)
            )
            for is_training in (True, False)
        }
        self.update = self.add(update_kernel(self.kind, self.count, update))
        self.state, self.settings = update.state, update.settings
        self.score = self.add(self._score())
        self.evaluate = self.add(self._evaluate())
        self.new_order = self.add(new_order(plan))
        hidden = sum(shape.sizes[1:-1])
        if shape.drops:
            code = draw_masks(plan, self.kind, hidden, vectors)
            self.draw_masks = self.add(code)
        self.add(self._train())

    def _mask(self) -> Function:
        """mask(live, of): the first `live` lanes hold an example each, of `of` in the batch."""
        f = Function("mask", I32, I32)
        live, of = f.parameters
        part = f.let(constant(self.scalar, 1.0) / of.convert(self.scalar))
        with f.up_to(self.chunk) as lane:
            at = Pointer(lane * self.item, self.plan.at("mask").offset)
            f.store(at, part.where(lane < live, constant(self.scalar, 0.0)))
        return f

    def _gather(self) -> Function:
        """gather(at, live): copy the `live` examples numbered at `at` into the chunk."""
        f = Function("gather", I32, I32)
        at, left = f.parameters
        target = f.let(constant(I32, 0))

        def is_more() -> Value:
            f.set(at, at + 4)
            f.set(target, target + self.item)
            f.set(left, left - 1)
            return left

        row_bytes = self.vectors * VECTOR
        targets = [
            self.plan.at(name) + row * row_bytes
            for name, rows in (("a0", self.inputs), ("y", self.shape.sizes[-1]))
            for row in range(rows)
        ]
        with f.do_while(is_more):
            source = f.let(f.load(I32, Pointer(at)) * self.item)
            for row, to in enumerate(targets):
                start = self.plan.at("train").offset + row * self.stride * self.item
                value = f.load(self.scalar, Pointer(source, start))
                f.store(Pointer(target, to.offset), value)
        return f

    def _sum(self, f: Function, name: str) -> Value:
        """One of the sums, added up over its lanes."""
        at = self.plan.at("sums") + SUMS[name]
        return sum_of_lanes(f.let(f.load(self.kind, at))).convert(F64)

    def _clear_sums(self, f: Function) -> None:
        for offset in SUMS.values():
            f.store(self.plan.at("sums") + offset, constant(self.kind, 0.0))

    def _add_loss(self, f: Function, y: Value, is_training: bool) -> None:
        """Add the chunk's loss to the sums."""
        logits, dlogits = f"a{self.outermost}", f"d{self.outermost}"
        addresses = map(self.address, ("mask", dlogits, "hyper", "sums"))
        f.call(self.loss_kernels[is_training], self.address(logits), y, *addresses)

    def _mean_loss(self, f: Function, has_penalty: Local, is_training: bool) -> Value:
        """The mean loss, from the sums, with the penalty."""
        with f.when(has_penalty):
            names = ("theta", "gradient", "is_weight", "hyper", "sums")
            f.call(self.penalty_kernels[is_training], *map(self.address, names))
        return self._sum(f, "loss") + self._sum(f, "penalty")

    def _score(self) -> Function:
        """score(set, examples, at, has_penalty): write mean loss and metric at `at`."""
        f = Function("score", I32, I32, I32, I32)
        rows, examples, at, has_penalty = f.parameters
        self._clear_sums(f)
        masked = f.let(constant(I32, 0))
        y_offset = self.inputs * self.stride * self.item
        with f.up_to(examples, self.chunk) as start:
            live = f.let(examples - start)
            with f.when(live > self.chunk):
                f.set(live, constant(I32, self.chunk))
            with f.when(live.ne(masked)):
                f.call(self.mask, live, examples)
                f.set(masked, live)
            first = self.copy_chunk(f, rows, self.stride, start)
            self.forward(f)
            self._add_loss(f, first + y_offset, is_training=False)
        f.store(Pointer(at), self._mean_loss(f, has_penalty, is_training=False))
        metric = self._sum(f, "correct")
        if self.task == "regression":
            metric = metric.sqrt()
        else:
            metric = metric * 100.0 / examples.convert(F64)
        f.store(Pointer(at, 8), metric)
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
        f = Function("train", *[I32] * 8, result=I32)
        updates, start, examples, held_back, batch_size, *options = f.parameters
        has_penalty, is_shuffled, has_rates = options
        zero = constant(I32, 0)
        done, epoch, masked_live, masked_of = (f.let(zero) for _ in range(4))
        loss, squared_norm = f.new(F64), f.new(F64)

        def is_more() -> Value:
            place = FIXED.index("max_squared_norm")
            most = f.load(F64, hyper_at(self.plan.at("hyper"), place))
            is_finite = (loss - loss) < 1.0  # infinity - infinity is NaN
            return (done < updates) & is_finite & (squared_norm < most)

        with f.do_while(is_more):
            with f.when(start.eq(examples)):
                f.call(self.new_order, examples, is_shuffled)
                f.set(start, zero)
            size = f.let(examples - start)
            with f.when(size > batch_size):
                f.set(size, batch_size)
            self._clear_sums(f)
            at, left = f.let(start * 4 + self.address("order")), f.let(size)

            with f.do_while(lambda: left):
                live = f.let(left)
                with f.when(live > self.chunk):
                    f.set(live, constant(I32, self.chunk))
                with f.when(live.ne(masked_live) | size.ne(masked_of)):
                    f.call(self.mask, live, size)
                    f.set(masked_live, live)
                    f.set(masked_of, size)
                f.call(self.gather, at, live)
                if self.shape.drops:
                    f.call(self.draw_masks, live)
                self.forward(f, is_training=True)
                self._add_loss(f, self.address("y"), is_training=True)
                self.backward(f)
                f.set(at, at + live * 4)
                f.set(left, left - live)

            f.set(loss, self._mean_loss(f, has_penalty, is_training=True))
            f.store(Pointer(done * 8, self.plan.at("losses").offset), loss)
            arrays = (
                "hyper",
                "sums",
                "theta",
                "gradient",
                *map(state_name, self.state),
            )
            f.call(self.update, *map(self.address, arrays))
            f.set(squared_norm, self._sum(f, "squared_norm"))
            f.set(start, start + size)
            f.set(done, done + 1)
            with f.when(start.eq(examples)):
                f.call(self.evaluate, examples, held_back, has_penalty, epoch)
                f.set(masked_live, zero)
                take_rate(f, self, self.settings, epoch, has_rates)
                with f.when(is_over(f, self, epoch, held_back)):
                    f.set(updates, done)
                f.set(epoch, epoch + 1)
        f.result(done)
        return f

    def backward(self, f: Function) -> None:
        """Add the chunk's part of the gradient, from the last layer to the first."""
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
                    self.shared(kernels.backward, *shape, self.shape.rules[below - 1]),
                    self.address("theta", start),
                    *map(self.address, (f"d{depth}", f"d{below}", f"a{below}")),
                )
