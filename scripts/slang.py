"""Compiles SystemVerilog files with slang; prints what it says, and nothing if it is content."""

import sys

from pyslang.driver import Driver

driver = Driver()
driver.addStandardArgs()
passed = driver.parseCommandLine(" ".join(["slang", "-Wextra", "-Werror", *sys.argv[1:]]))
passed = passed and driver.processOptions() and driver.parseAllSources()
if passed:
    compilation = driver.createCompilation()
    driver.reportCompilation(compilation, True)
    driver.runAnalysis(compilation)
    passed = driver.reportDiagnostics(True)
sys.exit(0 if passed else 1)
