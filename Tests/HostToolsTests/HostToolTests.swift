import Foundation
import TestSupport
import Testing

@testable import HostTools

@Suite("Tools by their names")
struct HostToolTests {
  @Test("An empty folder of the path is the caller's", arguments: ["", ":/usr/bin", "/usr/bin:"])
  func emptyFolder(_ path: String) throws {
    let shed = try Shed(["verilator-of-ours": ""])
    let tools = ToolEnvironment(["PATH": path], folder: shed.path + "/tools")
    #expect(tools.locate("verilator-of-ours") == shed.path + "/tools/verilator-of-ours")
  }

  @Test("Of much that a failing tool says, the beginning and the end are told")
  func excerpt() {
    let short = String(repeating: "x", count: 4000)
    #expect(HostTool.excerpt(short) == short)
    let lines = (0..<9000).map { "\($0 % 10)" }.joined()
    #expect(HostTool.excerpt("first" + lines + "last").hasPrefix("first0123"))
    #expect(HostTool.excerpt("first" + lines + "last").hasSuffix("789last"))
    #expect(HostTool.excerpt(lines).count == 4005)
  }

  @Test("A tool of another name is told from one that fails")
  func named() async throws {
    let shed = try Shed(["bad": "echo why >&2; exit 3"])
    let bad = shed.path + "/tools/bad"
    let failure = await #expect(throws: HostTool.Failure.self) { try await HostTool.run(bad, []) }
    #expect(failure?.description == "\(bad) fails:\nwhy\n")
    let none = await #expect(throws: HostTool.Failure.self) {
      try await HostTool.run("no-such-tool", [])
    }
    #expect(none?.description == "no-such-tool is not on the path; install it.")
    #expect(HostTool.areInstalled("sh") && !HostTool.areInstalled("sh", "no-such-tool"))
  }

  @Test("A folder of a tool's name is no tool")
  func folder() throws {
    let shed = try Shed([:])
    try HostFolder.make(shed.path + "/tools/yosys")
    #expect(ToolEnvironment(["PATH": "tools"], folder: shed.path).locate("yosys") == nil)
  }

  @Test("A tool that does not end in time is stopped")
  func limit() async throws {
    let shed = try Shed(["slow": "exec sleep 1000"])
    let slow = Command(words: [shed.path + "/tools/slow"], environment: ToolEnvironment())
    let outcome = try await HostTool.within(.milliseconds(50), slow.runAtOnce)
    #expect(outcome == nil)
    #expect(try await HostTool.within(.seconds(600)) { "in time" } == "in time")
  }

  @Test("Tools get the folders of the caller as absolute paths")
  func variables() {
    let tools = ToolEnvironment(
      [
        "PATH": "bin::/usr/bin", "TMPDIR": "tmp", "CPATH": "", "LD_LIBRARY_PATH": "lib:/lib",
        "VERILATOR_ROOT": "", "OTHER": "other",
      ], folder: "/here")
    #expect(tools.variables["PATH"] == "/here/bin:/here:/usr/bin")
    #expect(tools.variables["TMPDIR"] == "/here/tmp")
    #expect(tools.variables["CPATH"] == nil)
    #expect(tools.variables["LD_LIBRARY_PATH"] == "/here/lib:/lib")
    #expect(tools.variables["VERILATOR_ROOT"] == nil)
    #expect(tools.variables["OTHER"] == "other")
  }
}
