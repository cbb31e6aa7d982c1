#!/usr/bin/env python3
"""Draws the packages' icon, 128 x 128: many feeds on the left become one stream on the right. Usage: build/icon.py > build/icon.png"""
import struct
import sys
import zlib

SIZE, SCALE = 128, 4
BACK, LINE, DOT = (20, 54, 92), (126, 200, 227), (255, 196, 61)


def colour(x, y):
    """The colour at a point of the square from 0 to 1, or nothing outside its round corners."""
    corner = 0.16
    dx, dy = max(corner - x, x - 1 + corner, 0), max(corner - y, y - 1 + corner, 0)
    if dx * dx + dy * dy > corner * corner:
        return None
    if (x - 0.78) ** 2 + (y - 0.5) ** 2 < 0.12 ** 2:
        return DOT
    for start in (0.2, 0.4, 0.6, 0.8):
        if (x - 0.17) ** 2 + (y - start) ** 2 < 0.055 ** 2:
            return LINE
        part = min(max((x - 0.17) / 0.61, 0), 1)
        smooth = part * part * (3 - 2 * part)
        if 0.17 <= x <= 0.78 and abs(y - (start + (0.5 - start) * smooth)) < 0.022:
            return LINE
    return BACK


def pixel(column, row):
    """The mean of SCALE x SCALE points, as RGBA."""
    hits = [colour((column + (i + 0.5) / SCALE) / SIZE, (row + (j + 0.5) / SCALE) / SIZE) for i in range(SCALE) for j in range(SCALE)]
    seen = [hit for hit in hits if hit]
    if not seen:
        return bytes(4)
    return bytes(sum(hit[c] for hit in seen) // len(seen) for c in range(3)) + bytes([255 * len(seen) // len(hits)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
sys.stdout.buffer.write(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
