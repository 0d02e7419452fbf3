// The limit that the engine is measured by: the same training by a C compiler, which
// knows every size. Built by bench.py with -DSIZES=2,8,8,1 -DTANH=0 -DBATCH=32.
// A lane is an example; arrays are [unit][batch].

typedef float Lanes __attribute__((vector_size(16)));
typedef int Bits __attribute__((vector_size(16)));

enum { CELLS = 10000, EXAMPLES = 640, ORDER = 16384 };
static const int sizes[] = {SIZES};
enum { LAYERS = sizeof sizes / sizeof sizes[0] - 1, WIDEST = 64 };
enum { VECTORS = (BATCH + 3) / 4, PROBED = 4 };

float points[2][EXAMPLES], classes[EXAMPLES];
float cells[2][CELLS] __attribute__((aligned(16))), probability[CELLS] __attribute__((aligned(16)));
int order[ORDER];
float losses[ORDER];  // of the newest updates
float weights[LAYERS][WIDEST * (WIDEST + 1)];  // of each unit: its inputs, then its bias
static float gradients[LAYERS][WIDEST * (WIDEST + 1)];
static Lanes outputs[LAYERS + 1][WIDEST * VECTORS], deltas[LAYERS + 1][WIDEST * VECTORS];
static Lanes probed[LAYERS + 1][WIDEST * PROBED];
static float targets[VECTORS * 4] __attribute__((aligned(16)));

static Lanes splat(float x) { return (Lanes){x, x, x, x}; }
static Lanes choose(Bits mask, Lanes a, Lanes b) {
  return (Lanes)((mask & (Bits)a) | (~mask & (Bits)b));
}
static float sum(Lanes v) { return v[0] + v[1] + v[2] + v[3]; }

// exp by the same way as the engine's
static Lanes exponential(Lanes x) {
  x = choose(x > 88.0f, splat(88.0f), choose(x < -43.6f, splat(-43.6f), x));
  Lanes k = x * 1.44269504f + 12582912.0f;
  Bits whole = (Bits)k << 23;
  k -= 12582912.0f;
  Lanes r = x - k * 0.693359375f + k * 2.12194440e-4f;
  Lanes p = splat(1.0f / 5040) * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = r + r * r * p + 1.0f;
  return (Lanes)((Bits)p + whole);
}
static Lanes logarithm(Lanes x) {
  const Bits k = ((Bits)x - (Bits)splat(0.70710678f)) >> 23;
  const Lanes whole = __builtin_convertvector(k, Lanes), d = (Lanes)((Bits)x - (k << 23)) - 1.0f;
  const Lanes s = d / (d + 2.0f), q = s * s, h = d * d * 0.5f;
  const Lanes rest = (((2.0f / 9 * q + 2.0f / 7) * q + 2.0f / 5) * q + 2.0f / 3) * q;
  return whole * 0.693359375f - (h - (s * (h + rest) - whole * 2.12194440e-4f) - d);
}
static Lanes absolute(Lanes x) { return (Lanes)((Bits)x & 0x7fffffff); }
static Lanes sigmoid(Lanes z) { return 1.0f / (1.0f + exponential(-z)); }
static Lanes activate(Lanes z) {
  return TANH ? 2.0f * sigmoid(2.0f * z) - 1.0f : choose(z > 0.0f, z, splat(0.0f));
}
static Lanes derivative(Lanes a) { return TANH ? 1.0f - a * a : choose(a > 0.0f, splat(1.0f), splat(0.0f)); }

#define INLINE static inline __attribute__((always_inline))
#define EACH_LAYER _Pragma("clang loop unroll(full)")

// One layer forward; all sizes are constants where it is inlined.
INLINE void forward(int layer, int vectors, const Lanes *from, Lanes *to) {
  const int in = sizes[layer], out = sizes[layer + 1];
  for (int j = 0; j < out; j++) {
    const float *w = weights[layer] + j * (in + 1);
    for (int first = 0; first < vectors; first += 4) {
      const int count = vectors - first < 4 ? vectors - first : 4;
      Lanes z[4];
      for (int v = 0; v < count; v++) z[v] = splat(w[in]);
      for (int i = 0; i < in; i++)
        for (int v = 0; v < count; v++) z[v] += w[i] * from[i * vectors + first + v];
      for (int v = 0; v < count; v++)
        to[j * vectors + first + v] = layer == LAYERS - 1 ? z[v] : activate(z[v]);
    }
  }
}

INLINE void backward(int layer) {
  const int in = sizes[layer], out = sizes[layer + 1];
  const Lanes *a = outputs[layer], *d = deltas[layer + 1];
  for (int j = 0; j < out; j++) {
    float *g = gradients[layer] + j * (in + 1);
    for (int i = 0; i < in; i++) {
      Lanes total = splat(0);
      for (int v = 0; v < VECTORS; v++) total += a[i * VECTORS + v] * d[j * VECTORS + v];
      g[i] = sum(total);
    }
    Lanes total = splat(0);
    for (int v = 0; v < VECTORS; v++) total += d[j * VECTORS + v];
    g[in] = sum(total);
  }
  if (!layer) return;
  for (int i = 0; i < in; i++) {
    for (int first = 0; first < VECTORS; first += 4) {
      const int count = VECTORS - first < 4 ? VECTORS - first : 4;
      Lanes total[4] = {splat(0), splat(0), splat(0), splat(0)};
      for (int j = 0; j < out; j++)
        for (int v = 0; v < count; v++)
          total[v] += weights[layer][j * (in + 1) + i] * d[j * VECTORS + first + v];
      for (int v = 0; v < count; v++)
        deltas[layer][i * VECTORS + first + v] = total[v] * derivative(a[i * VECTORS + first + v]);
    }
  }
}

void train(int updates, float learning_rate) {
  static int next = 0;
  for (int update = 0; update < updates; update++) {
    if (next + BATCH > ORDER) next = 0;
    for (int k = 0; k < BATCH; k++) {
      const int example = order[next++];
      ((float *)outputs[0])[k] = points[0][example];
      ((float *)outputs[0])[VECTORS * 4 + k] = points[1][example];
      targets[k] = classes[example];
    }
    EACH_LAYER for (int l = 0; l < LAYERS; l++) forward(l, VECTORS, outputs[l], outputs[l + 1]);
    Lanes loss = splat(0), product = splat(1);
    for (int v = 0; v < VECTORS; v++) {
      const Lanes z = outputs[LAYERS][v], y = ((Lanes *)targets)[v];
      const Lanes e = exponential(-absolute(z)), share = 1.0f / (1.0f + e);
      const Bits is_there = (Bits){0, 1, 2, 3} + 4 * v < BATCH;
      loss += (Lanes)((Bits)(choose(z > 0.0f, z, splat(0)) - y * z) & is_there);
      product *= choose(is_there, 1.0f + e, splat(1));
      deltas[LAYERS][v] = (Lanes)((Bits)(choose(z > 0.0f, share, e * share) - y) & is_there);
      if (v % 16 == 15 || v == VECTORS - 1) loss += logarithm(product), product = splat(1);
    }
    losses[update % ORDER] = sum(loss) / BATCH;
    EACH_LAYER for (int l = LAYERS - 1; l >= 0; l--) backward(l);
    EACH_LAYER for (int l = 0; l < LAYERS; l++)
      for (int p = 0; p < sizes[l + 1] * (sizes[l] + 1); p++)
        weights[l][p] -= learning_rate / BATCH * gradients[l][p];
  }
}

void probe(void) {
  for (int first = 0; first < CELLS; first += 4 * PROBED) {
    for (int v = 0; v < PROBED; v++) {
      probed[0][v] = *(Lanes *)(cells[0] + first + 4 * v);
      probed[0][PROBED + v] = *(Lanes *)(cells[1] + first + 4 * v);
    }
    EACH_LAYER for (int l = 0; l < LAYERS; l++) forward(l, PROBED, probed[l], probed[l + 1]);
    for (int v = 0; v < PROBED; v++) *(Lanes *)(probability + first + 4 * v) = sigmoid(probed[LAYERS][v]);
  }
}
