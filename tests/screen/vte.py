#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A terminal of VTE with wide ambiguous characters, whose screen can be read.

usage: vte.py DUMP PROGRAM [ARGUMENT]...

Runs PROGRAM in a window of 100 by 30 and ends with it. Whenever it sets another window title,
with the cursor on the first row, the rows of the screen are written to DUMP, U+FFFF for each
second half of a wide character that has something behind it.
"""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Vte", "2.91")
from gi.repository import GLib, Gtk, Vte  # noqa: E402


def cell(terminal, row, column):
    text = terminal.get_text_range(row, column, row, column + 1, None)
    return text[0] if isinstance(text, tuple) else text


def row_text(terminal, row):
    """A cell is empty when nothing was ever written behind it, or when it is a second half."""
    cells = [cell(terminal, row, i) for i in range(terminal.get_column_count())]
    while cells and not cells[-1]:
        cells.pop()
    return "".join(text or "\uffff" for text in cells)


def dump(terminal, path):
    first = terminal.get_cursor_position()[1]
    with open(path, "w", encoding="utf-8") as out:
        for row in range(first, first + terminal.get_row_count()):
            out.write(row_text(terminal, row) + "\n")


def resize(terminal, columns, rows):
    """A window does not become smaller by itself, and would make the terminal large again."""
    terminal.set_size(columns, rows)
    size = terminal.get_preferred_size().natural_size
    terminal.get_toplevel().resize(size.width, size.height)


def main(path, argv):
    terminal = Vte.Terminal()
    terminal.set_cjk_ambiguous_width(2)
    terminal.set_size(100, 30)
    terminal.set_scrollback_lines(0)
    terminal.connect("window-title-changed", dump, path)
    terminal.connect("resize-window", resize)
    terminal.connect("child-exited", lambda *_: Gtk.main_quit())
    window = Gtk.Window()
    window.add(terminal)
    window.show_all()
    terminal.spawn_async(
        Vte.PtyFlags.DEFAULT, None, argv, [], GLib.SpawnFlags.DEFAULT,
        None, None, -1, None, lambda _, pid, __: pid > 0 or Gtk.main_quit())
    Gtk.main()


main(sys.argv[1], sys.argv[2:])
