#!/usr/bin/python3
"""A load made by four tasks of a real Slurm on this machine, merged and judged: with the job scripts of harness/docs/scale.

The cluster is our own: configuration, keys, state and sockets in a temporary folder, loopback only, ended by pid.
"""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import unittest

import assay_testing
from assay_testing.scripted import ScriptedService, answer

SCALE = pathlib.Path(os.environ["ASSAY_HOME"]) / "harness/docs/scale"
OK = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><p:Fine xmlns:p='urn:p'/></s:Body></s:Envelope>"

CONFIGURATION = """ClusterName=assay
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
SlurmdUser=root
SlurmctldPort={controller}
SlurmdPort={node}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
MpiDefault=none
SwitchType=switch/none
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        programs = {name: assay_testing.foreign(name) for name in ("munged", "slurmctld", "slurmd", "srun", "sbatch", "sinfo")}
        if os.geteuid() != 0:
            raise unittest.SkipTest("slurmd starts tasks as root only")
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        host = socket.gethostname().split(".")[0]
        for name in ("state", "spool"):
            (cls.folder / name).mkdir()
        conf = cls.folder / "slurm.conf"
        conf.write_text(CONFIGURATION.format(host=host, folder=cls.folder, controller=free_port(), node=free_port()), encoding="ascii")
        key = cls.folder / "munge.key"
        key.write_bytes(os.urandom(64))
        key.chmod(0o600)
        path = f"{assay_testing.BIN}:{os.environ['PATH']}"
        cls.environment = {**os.environ, "SLURM_CONF": str(conf), "PATH": path}
        cls.start(programs["munged"], "--foreground", "--force", f"--key-file={key}", f"--socket={cls.folder}/munge.socket",
                  f"--pid-file={cls.folder}/munged.pid", f"--log-file={cls.folder}/munged.log", f"--seed-file={cls.folder}/munged.seed")
        assert assay_testing.wait_for((cls.folder / "munge.socket").exists, 10), "munged does not listen"
        cls.start(programs["slurmctld"], "-D")
        cls.start(programs["slurmd"], "-D", "-N", host)
        assert assay_testing.wait_for(lambda: "idle" in cls.slurm("sinfo", "-h", "-o", "%T").stdout, 60, 0.5), "no node is idle"

    @classmethod
    def start(cls, *command):
        process = subprocess.Popen(command, env=cls.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)

        def end():
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        cls.addClassCleanup(end)

    @classmethod
    def slurm(cls, *command, timeout=150, **variables):
        return subprocess.run(command, env={**cls.environment, **variables}, capture_output=True, text=True, timeout=timeout, check=False)

    def submit(self, script, *options, **variables):
        """Submits, waits for the end; the job's exit code and what it printed."""
        log = self.folder / f"{script}-{time.monotonic_ns()}.log"
        done = self.slurm("sbatch", "--wait", f"--output={log}", *options, str(SCALE / script), **variables)
        return done.returncode, log.read_text(encoding="utf-8") if log.exists() else done.stderr

    def test_four_tasks_make_one_load_that_is_judged_as_a_whole(self):
        with ScriptedService(lambda request, number: answer(OK)) as service:
            common = {"ASSAY_TARGET": service.url, "ASSAY_LEAD": "6",
                      "ASSAY_LOAD": "--rate 100 --connections 8 --duration 3s --warmup 0s"}
            out = self.folder / "met"
            code, log = self.submit("slurm.sbatch", "--ntasks=4", **common, ASSAY_OUT=str(out), ASSAY_SLO="errors<1% and offered==100/s")
            self.assertEqual(code, 0, log)
            self.assertRegex(log, r"met +errors<1% and offered==100/s: errors 0 %, offered 100\.0/s")
            self.assertIn("by 4 generators", log)
            whole = json.loads((self.folder / "met-whole/load.json").read_text(encoding="utf-8"))
            self.assertEqual(sorted(part["shard"]["index"] for part in whole["parts"]), [0, 1, 2, 3])
            self.assertEqual(whole["operations"][0]["offered"], 300)
            self.assertEqual(whole["scenario"]["connections"], 8)
            self.assertTrue(whole["complete"])
            code, log = self.submit("slurm.sbatch", "--ntasks=4", **common, ASSAY_OUT=str(self.folder / "breached"), ASSAY_SLO="p50 < 1ns")
            self.assertEqual(code, 5, log)
            self.assertIn("BREACHED", log)

    def test_an_array_counts_its_tasks_from_its_first(self):
        out = self.folder / "array"
        with ScriptedService(lambda request, number: answer(OK)) as service:
            code, log = self.submit("slurm-array.sbatch", "--array=3-6", ASSAY_TARGET=service.url, ASSAY_OUT=str(out),
                                    ASSAY_START=str(int(time.time()) + 12), ASSAY_LOAD="--rate 80 --duration 2s --warmup 0s")
        self.assertEqual(code, 0, log)
        self.assertEqual(len(list(out.glob("shard-*-of-000004/load.json"))), 4)
        merged = assay_testing.run(assay_testing.program("assay"), "merge", str(out), "--slo", "rate > 70")
        self.assertEqual(merged.returncode, 0, merged.stdout + merged.stderr)
        self.assertIsNotNone(re.search(r"160 offered, 160 sent", merged.stdout), merged.stdout)


if __name__ == "__main__":
    assay_testing.main()
