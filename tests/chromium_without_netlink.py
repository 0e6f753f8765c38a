#!/usr/bin/env python3
"""Becomes Chromium (NETVIZ_CHROMIUM, with this script's arguments), without netlink sockets.

Chromium drops whatever it is loading (net::ERR_NETWORK_CHANGED) as soon as an interface or an address comes or goes, and the
tests' engine makes and removes both all the time in the namespace that the browser is in. Without netlink it takes the network
as it finds it. The filter is seccomp's: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import os
import platform
import sys

SOCKET = {"x86_64": 41, "aarch64": 198}  # the system call's number
AF_NETLINK, EAFNOSUPPORT = 16, 97
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16  # offsets in struct seccomp_data
ERRNO, ALLOW = 0x00050000, 0x7FFF0000


class Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("filter", ctypes.POINTER(Instruction))]


def refuse_netlink() -> None:
    """For this process and all that it starts: socket(AF_NETLINK, ...) fails. Raises OSError where the kernel takes no filter."""
    rules = [
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_EQUAL, 0, 3, SOCKET[platform.machine()]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_EQUAL, 0, 1, AF_NETLINK),
        (RETURN, 0, 0, ERRNO | EAFNOSUPPORT),
        (RETURN, 0, 0, ALLOW),
    ]
    program = Program(len(rules), (Instruction * len(rules))(*(Instruction(*rule) for rule in rules)))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program))):
        if libc.prctl(*arguments):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    refuse_netlink()
    os.execv(os.environ["NETVIZ_CHROMIUM"], [os.environ["NETVIZ_CHROMIUM"], *sys.argv[1:]])
