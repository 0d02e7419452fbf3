import numpy as np

draw = np.random.default_rng(1)  # data: XOR
k = np.arange(100)[:, None] // [2, 1] % 2
x = 2 * k - 1 + draw.normal(0, 0.1, (100, 2))
y = k.sum(axis=1, keepdims=True) % 2
mix = draw.permutation(100)
x, y = x[mix], y[mix]

rng = np.random.default_rng(17)  # weights
W1 = rng.normal(0, np.sqrt(2 / 2), (2, 8))
W2 = rng.normal(0, np.sqrt(2 / 8), (8, 1))
b1, b2 = np.zeros(8), np.zeros(1)

for epoch in range(1, 101):
    order = rng.permutation(100)  # shuffle
    for i in range(0, 100, 32):
        batch = order[i : i + 32]  # batch
        X, Y = x[batch], y[batch]
        z1 = X @ W1 + b1  # forward
        a1 = np.maximum(0, z1)
        z2 = a1 @ W2 + b2
        y_hat = 1 / (1 + np.exp(-z2))
        p = abs(1 - Y - y_hat)  # loss
        loss = -np.log(p).mean()
        dz2 = (y_hat - Y) / len(Y)  # backward
        dW2, db2 = a1.T @ dz2, dz2.sum(axis=0)
        dz1 = dz2 @ W2.T * (z1 > 0)
        dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
        W1 -= 0.05 * dW1  # update
        b1 -= 0.05 * db1
        W2 -= 0.05 * dW2
        b2 -= 0.05 * db2
    if epoch % 20 == 0:
        print(epoch, loss)
