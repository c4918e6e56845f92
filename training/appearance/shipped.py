"""The shipped lipslate.onnx in PyTorch, for what Debian has no ONNX runtime for (apt-get install python3-onnx)."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

from features import STEP_S, on_grid, sound_input, without_slow_part

SLOW_STEPS = 75


class Shipped:
    def __init__(self, path):
        self.graph = onnx.load(str(path)).graph
        self.weights = {one.name: torch.tensor(numpy_helper.to_array(one)) for one in self.graph.initializer}

    def vectors(self, clip):
        """Lips [T, E] from the step of the clip's first frame on, sound [M, E], and where lips were seen [T]."""
        _, shape, known = on_grid(clip.times_s - clip.sound_start_s, clip.shape)
        lips = without_slow_part(shape, SLOW_STEPS) * known[:, None]
        part = lambda array: torch.tensor(np.ascontiguousarray(array, np.float32))[None]
        values = self.run({"lips": part(lips.T), "known": part(known[None]), "sound": part(sound_input(clip.power).T)})
        first = int(np.ceil((clip.times_s[0] - clip.sound_start_s) / STEP_S - 1e-6))
        return first, values["lip_embedding"].numpy(), values["sound_embedding"].numpy(), known

    def run(self, inputs):
        values = {"": None} | self.weights | inputs
        for node in self.graph.node:
            attributes = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
            values[node.output[0]] = OPS[node.op_type](attributes, *(values[name] for name in node.input))
        return values


OPS = {
    "Constant": lambda a: torch.tensor(numpy_helper.to_array(a["value"])),
    "Identity": lambda a, x: x,
    "Conv": lambda a, x, w, b=None: F.conv1d(x, w, b, a["strides"][0], a["pads"][0], a["dilations"][0], a["group"]),
    "Relu": lambda a, x: F.relu(x),
    "Add": lambda a, x, y: x + y,
    "Mul": lambda a, x, y: x * y,
    "Div": lambda a, x, y: x / y,
    "Sqrt": lambda a, x: torch.sqrt(x),
    "Clip": lambda a, x, low=None, high=None: torch.clamp(x, low, high),
    "ReduceSum": lambda a, x, axes: x.sum(tuple(axes.tolist()), keepdim=bool(a["keepdims"])),
    "ReduceL2": lambda a, x: x.norm(dim=tuple(a["axes"]), keepdim=bool(a["keepdims"])),
    "Shape": lambda a, x: torch.tensor(x.shape),
    "Expand": lambda a, x, shape: x.expand(*shape.tolist()),
    "Concat": lambda a, *parts: torch.cat(parts, a["axis"]),
    "Gather": lambda a, x, at: x[int(at)],
    "Transpose": lambda a, x: x.permute(*a["perm"]),
}
