"""The English of every message, by its code.

To add a message, give it a code here and in each other language's file in `web/language`.
"""

ENGLISH = {
    # a setting's value
    "setting": "{setting}",
    "setting.refused": "{setting} must be {rule}; got {got}.",
    "setting.unknown": "There is no setting named {got}.",
    "setting.partly": "Not all of {setting} is known, of {got}: code that brings the rest is not "
    "running. What is known is on.",
    "setting.misfit": "{setting} must fit the data, so be {rule}; got {got}.",
    "setting.default-used": "The default is used instead.",
    "setting.needs-page": "{setting} must be auto or numpy here, for float32 needs the page; "
    "got {got}.",
    "rule.choice": "one of {options}",
    "rule.by-layer": "one of {options}, or up to {most} of these with commas between",
    "rule.several": "one or more of {options}, with commas between",
    "rule.number": "a number from {low} to {high}",
    "rule.integer": "a whole number from {low} to {high}",
    "rule.switch": "true or false",
    "rule.widths": "up to {layers} whole numbers from 1 to {units} with commas between, or "
    "empty for no hidden layer",
    "rule.places": "layers, such as 0, and weights as layer.from.to, such as 0.1.5, or 0.b.5 for "
    "a bias, with commas between",
    "rule.points": "{fewest} to {most} rows of x, y, and class or value",
    "data.no-text": "This file is no text. In the spreadsheet, choose Save as, and CSV.",
    "data.too-many": "This table has more than {most} rows; leave some out.",
    "data.one-column": "No columns were found: cells are parted by commas, semicolons, tabs or "
    "blanks, a row to a line.",
    "data.cells": "Line {line} has {count} cells where others have {width}: {got}.",
    "data.unreadable": "Line {line} cannot be read: {why}.",
    "data.number": "Line {line}, column {column}: {got} is no number.",
    "data.too-few": "Rows that say all that is needed: {count}. At least {fewest} are needed.",
    "data.two-columns": "Three columns are needed, two for the plane and one to be learned; there "
    "are {count}.",
    "data.one-class": "The column {name} has the same in every row: there is nothing to tell "
    "apart.",
    "data.many-classes": "There are {count} classes, and {most} at most can be told apart: choose "
    "one of them, to be told from all others.",
    "data.same-column": "The column {name} is chosen twice.",
    "data.none": "There is no table open: choose a file first.",
    "data.column": "A column must be one of {count}; got {got}.",
    "rule.axes": "three parts between bars, name,low,high of x1, x2 and the value, then names of "
    "classes",
    "points.refused": "{setting} must be {rule}; {problem}.",
    "points.cells": "line {line} has {count} cells: {got}",
    "points.class-count": "line {line} has {got}, and there may be {most} classes at most",
    "points.place": "line {line} has {got} for {column}",
    "points.count": "there are {count} in {got}",
    "points.would-be": "there would be {count}",
    "points.places": "places must be pairs of numbers; got {got}.",
    "points.none-to-train": "No point would be left to train on.",
    "points.nothing-to-undo": "There is nothing drawn to undo.",
    "link.too-long": "The link is too long to be read: {length} characters, at most {most}.",
    # a request
    "request.not-one-of": "{name} must be one of {options}; got {got}.",
    "request.amount": "amount must be a number above 0, at most {most}; got {got}.",
    "request.epochs": "epochs must be a whole number from 1 to {most}; got {got}.",
    "request.checkpoint": "A checkpoint must be a number from 0 to {last}; got {got}.",
    "request.parameter": "A parameter's index must be from 0 to {last}; got {got}.",
    "request.weight": "A weight must be {rule}; got {got}.",
    "request.weights-finite": "The weights must be finite numbers.",
    "request.weights-count": "The weights must be {wanted} numbers, as many as this network "
    "has; got {count}.",
    "request.no-batch": "There is no batch yet: step to the batch stage.",
    # a run
    "run.restarted": "The run starts again. Changed: {settings}.",
    "run.brought": "These changed with it: {settings}.",
    "run.points-kept": "Your points are kept: Undo brings them back, or Custom points in the "
    "menu of datasets.",
    "run.arrived": "Paused after epoch {epoch}, as you asked. Train goes on from here.",
    "run.sketch": "Draw at least {fewest} points, of two classes; now there are {count}.",
    "run.sketch-class": "All {count} points are of one class: draw some of another.",
    "run.sketch-values": "Draw at least {fewest} points; now there are {count}.",
    "run.points": "{count} points.",
    "run.back-at": "The run as it was after update {update}.",
    "run.goes-on": "Train goes on from here.",
    "run.as-left": "The run as you left it.",
    "run.project-opened": "The project is open, after epoch {epoch}.",
    "run.project-waits": "Its code waits for Run code; train anew then, for the weights belong to "
    "that code.",
    "run.weights-loaded": "The weights of the file are in place.",
    "run.milestone-rmse": "Epoch {epoch}: training loss {train_loss:.2f}, RMSE {metric:.3f}.",
    "run.milestone-rmse-validation": "Epoch {epoch}: training loss {train_loss:.2f}, validation "
    "loss {val_loss:.2f}, RMSE {metric:.3f}.",
    "run.milestone": "Epoch {epoch}: training loss {train_loss:.2f}, {metric:.0f} % correct.",
    "run.milestone-validation": "Epoch {epoch}: training loss {train_loss:.2f}, validation "
    "loss {val_loss:.2f}, {metric:.0f} % correct.",
    "run.stopped-training": "Stopped early after epoch {epoch}: the training loss had not "
    "improved since epoch {best}.",
    "run.stopped-validation": "Stopped early after epoch {epoch}: the validation loss had not "
    "improved since epoch {best}.",
    "run.shows-best": "The picture shows the weights of that epoch.",
    "run.after-stop": "Reset starts again; without early stopping training goes on.",
    "run.diverged-loss": "The run diverged at update {update}: the loss was no longer a finite "
    "number.",
    "run.diverged-weights": "The run diverged at update {update}: the weights grew without end.",
    "run.shows-good": "The picture shows the last good state.",
    "run.lower-rate": "Try a learning rate below {rate:g} and press Reset.",
    "run.dead-layer": "All units of hidden layer {layer} are dead: they are zero for every "
    "training example, so no gradient passes them. Try New weights, a lower learning rate, or "
    "leaky ReLU.",
    "run.zero-weights": "All weights are zero, so no gradient reaches them: only the output's "
    "bias learns. Try another initialization.",
    "run.coin": "For {epochs} epochs the loss has stood near ln 2 = 0.693: the network says "
    "about 50 % to everything. Try New weights, another initialization, or a higher learning "
    "rate.",
    "run.bounces": "For {epochs} epochs the loss has jumped to and fro between {low:.3g} and "
    "{high:.3g}: the steps are too long. Try a lower learning rate.",
    # the stage that ended last
    "stage.none-values": "Press Train and watch the values come, or step through the six stages.",
    "stage.none": "Press Train and watch the boundary bend, or step through the six stages.",
    "stage.shuffle": "{count} training examples in a new order; the numbers mark the first "
    "{first}.",
    "stage.no-shuffle": "Shuffle is off: the {count} examples stay in their order; the numbers "
    "mark the first {first}.",
    "stage.batch": "{count} of the {all} examples, ringed: this update looks at no others.",
    "stage.whole-batch": "All {count} examples, ringed: the batch is the whole training set.",
    "stage.forward": "The network answers for each ringed example: {right} of {count} right.",
    "stage.loss": "The larger the ring, the larger the example's loss. Mean {mean:.3f}.",
    "stage.loss-penalty": "The larger the ring, the larger the example's loss. Mean {mean:.3f}, "
    "and {penalty:.3f} penalty.",
    "stage.backward": "The lines are gradients now. This batch's gradient is {degrees:.0f}° off "
    "the whole set's.",
    "stage.whole-backward": "The lines are gradients now, of the whole training set.",
    "stage.zero-backward": "The lines are gradients now, and every one is zero.",
    "stage.edited-backward": "The lines are gradients now.",
    "stage.forward-values": "The network gives each ringed example a value, on average {off:.3f} "
    "off.",
    "stage.update-values": "The weights moved by {length:.3g} in all, and the picture with them.",
    "stage.update": "Black is the new boundary, grey the old. The weights moved by {length:.3g} in "
    "all.",
    "stage.update-one-class": "The weights moved by {length:.3g} in all. There is no boundary "
    "here: the network says one class everywhere.",
    "stage.edited": "Your loop has ended this stage.",
    # the engine
    "engine.compiled": "Python has compiled this network to WebAssembly. The loop that you "
    "read makes the last update of every frame.",
    "engine.by-the-loop": "NumPy trains: single stages and updates are the loop's own work.",
    "engine.by-setting": "NumPy trains, because the setting asks for it.",
    "engine.no-wasm": "NumPy trains, because there is no WebAssembly here.",
    "engine.fails": "NumPy trains, because {why}.",
    "engine.fails-edited": "Your code works. NumPy trains it, because {why}.",
    "engine.browser": "this browser does not compile the engine ({error})",
    "engine.line": "line {line} of {file} cannot be compiled: {why}",
    "engine.function": "{name} cannot be compiled: {why}",
    "engine.last-layer": "the last layer's outputs are the logits, with the derivative 1",
    "engine.theta": "it gives network.theta a new array, which the layers do not know; change it "
    "in place, with network.theta -=",
    "engine.remembers": "{name} may change from call to call",
    "engine.rate": "before an epoch only numbers of the optimizer, l1, l2 and the batch size may "
    "change",
    "engine.branch": "it decides by the numbers themselves; np.where, np.minimum and np.maximum "
    "decide for each element",
    "engine.one-number": "it makes one Python number of an array; np.sqrt and the like take "
    "arrays",
    "engine.elements": "it takes single elements of an array",
    "engine.prints": "it prints",
    "engine.another-array": "it joins the array with something of another shape",
    "engine.unknown-function": "the engine knows no {name}",
    "engine.unknown-attribute": "the engine knows no .{name} here",
    "engine.changing": "called twice, it does two things: by random numbers, or by memory",
    "engine.changes-input": "it changes the array that it was given",
    "engine.comparison": "it returns true and false in place of numbers",
    "engine.attribute": "self.{name} is neither a number nor an array in theta's order",
    "engine.shared-array": "two names stand for one array",
    "engine.own-error": "{error}",
    "engine.loop": "the engine follows no such change of the loop",
    "engine.definition": "the engine follows no change of {name}",
    "engine.kind": "the engine knows no {got} in the place of {name}",
    "engine.disagrees": "in a trial of the edited code the engine got other weights or losses than "
    "NumPy",
    "engine.differs": "for {given} the engine would get {got}, and NumPy gets {wanted}",
    # code that somebody edited
    "text": "{text}",
    "code.not-a-file": "A file must be one of {options}; got {got}.",
    "code.unreadable": "Python cannot read line {line} of {file}. {error}",
    "code.error": "An error in line {line} of {file}: {error}",
    "code.error-elsewhere": "An error in code that uses the edited files: {error}",
    "code.out-of-time": "The code was stopped in line {line} of {file}: it had run for "
    "{seconds:g} seconds without an end. The run is as it was then.",
    "code.dataset-shapes": "The dataset {dataset} must draw points of shape (n, 2) and classes "
    "of shape (n,); it drew {points} and {classes}.",
    "code.dataset-infinite": "The dataset {dataset} must draw finite coordinates; it drew one "
    "that is infinite or no number.",
    "code.feature-name": "The name of a feature must be of letters, digits and _; got {got}.",
    "code.feature-shape": "The feature {feature} must be a number for each point; for 10000 "
    "points it has the shape {shape}.",
    "code.feature-kind": "The feature {feature} must be a number for each point; it is of type "
    "{kind}.",
    "code.feature-infinite": "The feature {feature} must be a finite number all over the plane; "
    "it is {got} at x1 = {x1:.3g}, x2 = {x2:.3g}.",
    "code.dataset-most": "The dataset {dataset} may have {most} classes at most.",
    "code.dataset-classes-missing": "The dataset {dataset} must draw points of all its {count} "
    "classes; it drew {got}.",
    "code.dataset-classes": "The dataset {dataset} must draw classes from 0 to {last}; "
    "it drew {got}.",
    "loop.not-a-stage": "training_loop must yield {stages}; it yielded {got}.",
    "loop.first": "At first training_loop must yield {expected}; it yielded {got}.",
    "loop.after": "After {last} training_loop must yield {expected}; it yielded {got}.",
    "loop.either": "{a} or {b}",
    "loop.ended": "training_loop came to its end; it must go on while it is asked.",
    "loop.over": "The loop has ended. Press Reset to start the run again.",
    # a file, or a definition in JSON
    "json.too-long": "{what} must be at most {most} bytes long; got {count}.",
    "json.too-deep": "{what} must be JSON with at most {most} brackets open; got {count}.",
    "json.wrong": "{what} must be JSON; line {line}, column {column} is not.",
    "json.number": "{what} must be JSON; a number in it is too long.",
    "json.an-experiment": "An experiment",
    "json.the-file": "The file",
    "file.refused": "{where} must be {rule}; got {got}.",
    "file.object": "one object with settings and layers",
    "file.sizes": "{sizes}, as in hidden_layers",
    "file.count": "a whole number from 0",
    "file.settings": "an object with a text for each setting",
    "file.text": "a text",
    "file.layer": "an object with shape, W and b",
    "file.code": "an object with a text for each file",
    "file.curves": "a list of curves, as the page saves them",
    "file.no-project": "This file is no project of this page.",
    "file.project": "one object with settings, layers and position",
    "file.object-of": "an object with {names}",
    "file.permutation": "a list of every number from 0 to {last}",
    "file.generator": "the state of NumPy's PCG64",
    "file.number": "a number that the optimizer has",
    "file.list": "a list of {count}",
    # what a learner checks himself with
    "question.right": "Right.",
    "question.wrong": "Not quite.",
    "question.no-number": "The answer must be a number; got {got}.",
    "question.none": "There is no question to answer yet.",
    "question.loop": "One epoch of yours has {updates} updates. How many stages is that in all?",
    "question.loop-worked": "The shuffle comes once, and each update has 5 stages more: 1 + 5 · "
    "{updates} = {answer}.",
    "question.loop-once": "The shuffle comes once an epoch, not once an update.",
    "question.pytorch": "Three batches give a weight the gradients {first}, {second} and {third}. "
    "Without zero_grad, what is in weight.grad after the third?",
    "question.pytorch-worked": "PyTorch adds: {first} + {second} + ({third}) = {answer:g}.",
    "question.pytorch-last": "That is the third alone, as after zero_grad.",
    "question.words": "You train on {examples} examples in batches of {batch_size}. How many "
    "updates "
    "is that an epoch?",
    "question.words-worked": "{examples} / {batch_size}, rounded up: {answer}.",
    "question.words-short": "The short last batch makes an update, too.",
    "question.batches": "Your batches have {batch_size} examples, and an epoch has {updates} "
    "updates "
    "on {examples} examples. How many examples do {epochs} epochs look at?",
    "question.batches-worked": "Each epoch sees each example once: {epochs} · {examples} = "
    "{answer}.",
    "question.batches-short": "The last batch of an epoch is shorter than the others.",
    "question.shuffle": "In {epochs} epochs with a shuffle, how often is each example seen?",
    "question.shuffle-worked": "Once in every epoch, in another place each time: {answer} times.",
    "question.stopping": "Your run is at epoch {epoch}; its best was {best}, and the patience is "
    "{patience}. If none is better, after which epoch does early stopping end it?",
    "question.stopping-worked": "{best} + {patience} = {answer}.",
    "question.stopping-now": "The patience counts from the best epoch, not from now.",
    "question.stopping-start": "The patience counts from the best epoch, not from the start.",
    "question.listing": "An example of yours has y = {y:g} and y_hat = {y_hat:g}, in a batch of "
    "{count}. What is the slope of the mean cross-entropy at its logit?",
    "question.listing-worked": "(y_hat − y) / N = ({y_hat:g} − {y:g}) / {count} = {answer:.3g}.",
    "question.listing-mean": "That is its own slope. The loss is a mean: divide by the batch.",
    "question.listing-sign": "The sign is turned: it is y_hat − y.",
    "question.plain": "A parameter of yours is {w:g}, its gradient {g:g}, the learning rate "
    "{rate:g}. "
    "What is it after one step of plain gradient descent?",
    "question.plain-worked": "{w:g} − {rate:g} · ({g:g}) = {answer:.6g}.",
    "question.plain-up": "That goes up the gradient: subtract the step.",
    "question.plain-rate": "That takes the whole gradient: multiply it by the learning rate.",
    "question.watch": "Your network has layers of {sizes} units. How many parameters is that?",
    "question.watch-worked": "Each layer has a weight from every unit below to every unit, and a "
    "bias "
    "for each unit: {answer} in all.",
    "question.watch-biases": "These are the weights. The biases count, too.",
    "question.experiments": "An arm wins if it beats each other one from three quarters of the "
    "seeds. "
    "From how many of {runs} is that, at least?",
    "question.experiments-worked": "{runs} · 3/4 = {answer}.",
    "question.next": "A sigmoid's slope is at most 1/4. What is a gradient multiplied by, at "
    "most, on "
    "its way through {layers} layers of sigmoids?",
    "question.next-worked": "A factor 1/4 for each layer: (1/4)^{layers} = {answer:.3g}.",
    "question.next-factors": "The slopes multiply, they do not add up.",
    # an export
    "export.cannot-move": "`{statement}` in line {line} of {file} cannot go into one file: "
    "import each name that is needed from one of {files}, at the top.",
    "export.two-meanings": "{name} has one meaning in {first} and another in {second}, and "
    "cannot have both in one file: give one of them another name.",
    "export.shared-line": "Line {line} of {file} has an import and something else: give each "
    "a line.",
    "export.pytorch-edited": "PyTorch needs the code as packaged; restore {files} first.",
    # an experiment
    "experiment.none": "There is no experiment open: choose one in the lesson.",
    "experiment.object": "An experiment must be an object; got {got}.",
    "experiment.tasks": "All arms must have the same task; {arm} has another than {first}.",
    "experiment.count": "{name} must be a whole number from {least} to {most}; got {got}.",
    "experiment.switch": "{name} must be true or false; got {got}.",
    "experiment.key": "There is no key {got} in an experiment; there are {options}.",
    "experiment.weights": "{name} must be an object of numbers, each by its layer.from.to; got "
    "{got}.",
    "experiment.empty": "{name} is still empty.",
    "experiment.few-arms": "The measure {measure} takes at least two arms; got {got}.",
    "experiment.link": "{name} must be a link of at most {most} characters; got {got}.",
    "experiment.text": "{name} must be a text of at most {most} characters; got {got}.",
    "experiment.settings": "settings must be an object; got {got}.",
    "experiment.list": "{name} must be a list of 1 to {most} objects; got {got}.",
    "experiment.range": "{name} must be two numbers from {low} to {high}; got {got}.",
    "experiment.plots": "plots must be a list of 1 to {most} pairs; got {got}.",
    "experiment.plots-pair": "{name} must be a pair of one of {x} and one of {y}, gradient with "
    "layers; got {got}.",
    # what an experiment measured
    "spread.some": "{spread}, in {count} of {runs} runs",
    "spread.learned": "{count} of {runs} learned",
    "spread.updates": "{median:g} updates ({low:g} to {high:g})",
    "spread.updates-never": "never",
    "spread.epochs": "{median:g} passes ({low:g} to {high:g})",
    "spread.epochs-never": "never",
    "spread.time": "{median:g} µs ({low:g} to {high:g})",
    "spread.time-never": "never",
    "spread.loss": "loss {median:g} ({low:g} to {high:g})",
    "spread.loss-never": "diverged",
    "spread.val-loss": "validation loss {median:g} ({low:g} to {high:g})",
    "spread.val-loss-never": "diverged",
    "spread.angle": "gradient {median:g}° off ({low:g} to {high:g})",
    "spread.vanishing": "last hidden ÷ first: {median:g} ({low:g} to {high:g})",
    "spread.units": "{kinds} of {units} different, in {count} of {runs}",
    "measured.by-updates": "by updates to {percent} % right",
    "measured.by-epochs": "by passes over the data to {percent} % right",
    "measured.by-time": "by time to {percent} % right",
    "measured.by-loss": "by training loss at the end",
    "measured.by-val-loss": "by validation loss at the end",
    "measured.wins": "First {way}: {arm}, which beats each other one in {count} of {runs} runs or "
    "more.",
    "firsts.updates": "by updates {arm} ({count})",
    "firsts.updates-none": "by updates none",
    "firsts.epochs": "by passes over the data {arm} ({count})",
    "firsts.epochs-none": "by passes over the data none",
    "firsts.time": "by time {arm} ({count})",
    "firsts.time-none": "by time none",
    "measured.firsts": "First to {percent} % right, and in how many of {runs} runs it beats each "
    "other one: {firsts}.",
    "measured.tie": "No clear winner {way}: none beats each other one in {least} of {runs} runs.",
    "measured.ahead": "No clear winner {way}: {arms} each beat all others in {least} of {runs} "
    "runs or more, but not each other.",
    "measured.none": "First {way}: none. None gets there in {least} of {runs} runs.",
    "measured.count": "{arm}: {count}",
    "measured.learned": "Runs that got {percent} % of the training examples right, of {runs} each: "
    "{arms}.",
    "measured.usually-learned": "{count} of {arms} usually do: in {least} of {runs} or more.",
    "measured.usually-failed": "{count} of {arms} usually do not: in {least} of {runs} or more.",
    "measured.forgotten": "In {count} of all {runs} runs the network takes every point for one "
    "class.",
    "measured.shapes": "From {arms} sets of initial weights come {median:g} different boundaries, "
    "the median of {runs} rounds ({low} to {high}); two count as one where they agree on more than "
    "{percent:.0f} % of the plane.",
    "measured.alike": "In {count} of {runs} runs all {units} units of “{arm}” are alike.",
    "measured.one-unit": "“{arm}” has only one unit: there is nothing to compare.",
    "measured.vanishing": "With “{arm}” the gradient is {times:g} times smaller in the first "
    "hidden layer than in the last, the median of {runs} runs.",
    "measured.too-early": "“{arm}” was {saved:g} epochs shorter (median), and ended too early in "
    "{count} of {runs} runs: later the validation loss was at least {percent:g} % lower.",
}
