/** How alike two pictures are, and how sharp one is, inside a box; luma. */

function lumaOf({ data, width }, box) {
  const out = new Float64Array(box.width * box.height);
  for (let j = 0; j < box.height; j++)
    for (let i = 0; i < box.width; i++) {
      const at = 4 * ((box.y + j) * width + box.x + i);
      out[j * box.width + i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    }
  return out;
}

/** Structural similarity (Wang et al. 2004), windows of 8 x 8 every 4 pixels. */
export function ssim(a, b, box) {
  const [x, y] = [lumaOf(a, box), lumaOf(b, box)];
  const size = Math.min(8, box.width, box.height);
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  let sum = 0;
  let count = 0;
  for (let top = 0; top + size <= box.height; top += 4)
    for (let left = 0; left + size <= box.width; left += 4) {
      let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) {
          const at = (top + j) * box.width + left + i;
          mx += x[at];
          my += y[at];
          xx += x[at] ** 2;
          yy += y[at] ** 2;
          xy += x[at] * y[at];
        }
      const n = size * size;
      [mx, my] = [mx / n, my / n];
      const [vx, vy, cov] = [xx / n - mx * mx, yy / n - my * my, xy / n - mx * my];
      sum += ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2));
      count++;
    }
  return count > 0 ? sum / count : 1;
}

/** Variance of the Laplacian (Pech-Pacheco et al. 2000). */
export function lapVariance(image, box) {
  const luma = lumaOf(image, box);
  let [sum, squares, count] = [0, 0, 0];
  for (let j = 1; j < box.height - 1; j++)
    for (let i = 1; i < box.width - 1; i++) {
      const at = j * box.width + i;
      const value = luma[at - 1] + luma[at + 1] + luma[at - box.width] + luma[at + box.width] - 4 * luma[at];
      sum += value;
      squares += value * value;
      count++;
    }
  return squares / count - (sum / count) ** 2;
}
