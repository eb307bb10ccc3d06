"""The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), from the entry's bytes alone."""

import base64
import hashlib


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf, index, size, path):
    """An error when the path has not the length that it must have."""
    last = size - 1
    root = leaf
    for sibling in path:
        assert last > 0, "the path is too long"
        if index % 2 == 1 or index == last:
            root = node(sibling, root)
            while index % 2 == 0 and index > 0:
                index, last = index // 2, last // 2
        else:
            root = node(root, sibling)
        index, last = index // 2, last // 2
    assert last == 0, "the path is too short"
    return root


def check(proof, entry):
    """An error when the proof does not lead from the entry to the root of its checkpoint."""
    leaf = hashlib.sha256(b"\x00" + base64.b64decode(proof["bytes"])).digest()
    assert base64.b64decode(proof["leaf_hash"]) == leaf, "another leaf"
    assert proof["entry"] == entry, proof["entry"]
    _, size, root = proof["checkpoint"].split("\n")[:3]
    assert int(size) == proof["tree_size"], size
    path = [base64.b64decode(hash_) for hash_ in proof["path"]]
    assert root_of(leaf, entry, int(size), path) == base64.b64decode(root), "another root"
