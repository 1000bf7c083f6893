import Foundation
import TestSupport
import Testing

@testable import VerilatorSimulation

@Suite("The tools of builds")
struct ToolTests {
  private static let noise = """
    echo 'perl: warning: Setting locale failed.' >&2
    printf '\\tLANG = "xx_XX"\\n    are supported.\\n' >&2
    """

  private func environment(_ changes: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(changes) { $1 }
  }

  private func toolchain(_ changes: [String: String], in folder: String) async throws -> Toolchain {
    try await Toolchain.find(environment: environment(changes), folder: folder)
  }

  private func sentence(_ changes: [String: String], in folder: String = "/") async -> String {
    do {
      _ = try await toolchain(changes, in: folder)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("What a script around a tool says on standard error does not matter")
  func noise() async throws {
    let plain = try await toolchain([:], in: "/")
    let shed = try Shed([
      "verilator": Self.noise + "\nexec '\(plain.verilator)' \"$@\"",
      "cxx": Self.noise + "\nexec '\(plain.compiler[0])' \"$@\"",
    ])
    let noisy = try await toolchain(
      ["VERILATOR": shed.path + "/tools/verilator", "CXX": shed.path + "/tools/cxx"], in: "/")
    #expect(noisy.verilatorRoot == plain.verilatorRoot)
    #expect(noisy.verilatorVersion == plain.verilatorVersion)
    #expect(noisy.compilerVersion == plain.compilerVersion)
  }

  @Test("A locale that is not installed reaches no tool")
  func locale() async throws {
    let shed = try Shed(["verilator": "echo \"$LC_ALL $LANGUAGE.\"; exit 1"])
    let text = await sentence([
      "VERILATOR": shed.path + "/tools/verilator", "LC_ALL": "xx_XX.UTF-8", "LANGUAGE": "xx",
    ])
    #expect(text.contains("fails (C .)"), "\(text)")
  }

  @Test("Warnings are told from what else is said")
  func warnings() {
    let text = """
      module: loaded verilator/5
      %Warning-WIDTH: counter.sv:28:22: Operator ADD
                                      : ... In instance counter
         28 |   count_q + 9'd1
            |           ^
      perl: warning: Setting locale failed.
      \tLANG = "xx_XX"
          are supported.
      - Verilator: Built from 0.1 MB sources
      %Error: Exiting due to 1 warning(s)
      """
    #expect(
      VerilatorText(text).complaints == """
        %Warning-WIDTH: counter.sv:28:22: Operator ADD
                                        : ... In instance counter
           28 |   count_q + 9'd1
              |           ^
        %Error: Exiting due to 1 warning(s)
        """)
    #expect(VerilatorText("").complaints.isEmpty)
  }

  @Test(
    "A path that starts at the caller's folder names the same tool as its absolute one",
    arguments: [
      ["VERILATOR": "tools/verilator"], ["VERILATOR": "./tools/../tools/verilator"],
      ["PATH": "tools:/usr/bin:/bin"], ["PATH": "none:./tools/:/usr/bin:/bin"],
      ["HOME": ".", "PATH": "~/tools:/usr/bin:/bin"],
      ["HOME": ".", "VERILATOR": "~/tools/verilator"],
    ])
  func relativeVerilator(_ changes: [String: String]) async throws {
    let shed = try Shed(["verilator": "echo found; exit 1"])
    let text = await sentence(changes.merging(["CXX": "/bin/true"]) { $1 }, in: shed.path)
    #expect(text.contains("verilator --version fails (found)"), "\(text)")
    #expect(text.hasPrefix(shed.path), "\(text)")
  }

  @Test(
    "A compiler is found by a path of any kind, with its arguments",
    arguments: [
      ("tools/cxx", ["/tools/cxx"]), ("./tools/cxx -m64", ["/./tools/cxx", "-m64"]),
      (" tools/cxx\t-m64 ", ["/tools/cxx", "-m64"]), ("tools/with blank", ["/tools/with blank"]),
      ("tools/cxx -Inone/such", ["/tools/cxx", "-Inone/such"]),
    ])
  func compiler(_ chosen: String, _ words: [String]) async throws {
    let shed = try Shed(["cxx": "echo version 1", "with blank": "echo version 1"])
    let toolchain = try await toolchain(["CXX": chosen], in: shed.path)
    #expect(toolchain.compiler == [shed.path + words[0]] + words.dropFirst())
    #expect(toolchain.compilerVersion == "version 1")
  }

  @Test("A compiler behind another program is found from any folder, too")
  func behind() async throws {
    let shed = try Shed(["cxx": "echo version 1"])
    let toolchain = try await toolchain(["CXX": "env X=a/b ./tools/cxx -m64"], in: shed.path)
    #expect(toolchain.compiler.dropFirst() == ["X=a/b", shed.path + "/./tools/cxx", "-m64"])
  }

  @Test("A folder of a tool's name is no tool, and blanks are no compiler")
  func noTool() async throws {
    let shed = try Shed([:])
    try HostFolder.make(shed.path + "/tools/verilator")
    #expect(
      await sentence(["VERILATOR": "tools/verilator"], in: shed.path)
        == "Verilator ('tools/verilator') is not a program; install it, or set VERILATOR.")
    #expect(
      await sentence(["CXX": "  "]) == "The compiler CXX='  ' is not on the path; correct CXX.")
  }

  @Test("A VERILATOR_ROOT without a runtime is named")
  func root() async {
    #expect(
      await sentence(["VERILATOR_ROOT": "/usr"])
        == "VERILATOR_ROOT is /usr, but there is no /usr/include/verilated.cpp; unset it, or "
        + "correct it.")
  }

  @Test("What keeps Verilator from starting is named by its variable")
  func program() async {
    let text = await sentence(["VERILATOR_BIN": "no-program", "CXX": "/bin/true"])
    #expect(text.hasSuffix("; correct VERILATOR_BIN."), "\(text)")
    #expect(!text.contains("\n"))
  }
}
