"""Reads the test reports of all modules and looks for processes that the tests left; the closing part of .ci/run.

Fails where a test failed or was skipped, where no test ran, or where a process still carries this run's WEIR_CI_RUN.
"""

import glob
import os
import sys
import time
import xml.etree.ElementTree as ElementTree

GRACE_SECONDS = 10


def processes_left(mark):
    left = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) == os.getpid():
            continue
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ:
                if mark not in environ.read().split(b"\0"):
                    continue
            with open(f"/proc/{pid}/cmdline", "rb") as cmdline:
                left.append(f"{pid} {cmdline.read(300).replace(bytes(1), b' ').decode(errors='replace')}")
        except OSError:
            pass  # gone meanwhile, or not ours to read
    return left


def wait_for_processes(mark):
    until = time.monotonic() + GRACE_SECONDS
    while (left := processes_left(mark)) and time.monotonic() < until:
        time.sleep(0.2)
    return left


def results():
    passed, failed, skipped = 0, [], []
    for folder in ("*", "filters/*"):
        for kind in ("surefire", "failsafe"):
            for report in sorted(glob.glob(f"{folder}/target/{kind}-reports/TEST-*.xml")):
                for case in ElementTree.parse(report).iter("testcase"):
                    name = f"{case.get('classname')}.{case.get('name')}"
                    reason = case.find("skipped")
                    if reason is not None:
                        text = reason.get("message") or (reason.text or "").split("\n")[0] or "no reason given"
                        skipped.append(f"{name}: {text}")
                    elif case.find("failure") is not None or case.find("error") is not None:
                        failed.append(name)
                    else:
                        passed += 1
    return passed, failed, skipped


def main():
    left = wait_for_processes(f"WEIR_CI_RUN={os.environ['WEIR_CI_RUN']}".encode())
    for process in left:
        print(f"ci: process left behind: {process}")
    passed, failed, skipped = results()
    for name in failed:
        print(f"ci: failed: {name}")
    for name in skipped:
        print(f"ci: skipped: {name}")
    if passed == 0:
        print("ci: no test ran")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped", flush=True)
    return 1 if left or failed or skipped or passed == 0 else 0


sys.exit(main())
