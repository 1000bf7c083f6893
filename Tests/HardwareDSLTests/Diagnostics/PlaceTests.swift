import Foundation
import HardwareDSL
import Testing

/// Places are those of the compiler, which editors and terminals open: path, line and column.
@Suite struct PlaceTests {
  private final class Wrong: TestModule {
    let a = input(.unsigned(8))
    let y = output(.unsigned(4))
    let z = output(.unsigned(4))
    static let line = #line + 3
    var body: Behavior {
      z <== 0
      when(a == 1) { y <== a }.otherwise { z <== a }
      y <== wire("sum", a + 1)
    }
  }

  @Test("A diagnostic stands at the path, the line and the column of its statement")
  func statements() throws {
    let error = try #require(throws: DiagnosticError.self) { try elaborate(Wrong()) }
    let places = error.diagnostics.compactMap(\.location)
    #expect(places.allSatisfy { $0.file == #filePath && $0.file.hasPrefix("/") })
    #expect(places.allSatisfy { FileManager.default.fileExists(atPath: $0.file) })
    let expected = [(Wrong.line, 22), (Wrong.line, 44), (Wrong.line + 1, 7)]
    #expect(places.map(\.line) == expected.map(\.0))
    #expect(places.map(\.column) == expected.map(\.1))
    let pattern = #/^/.*/PlaceTests\.swift:[0-9]+:[0-9]+: error: .* \[narrowing\]$/#
    for line in "\(error)".split(separator: "\n") {
      #expect(line.wholeMatch(of: pattern) != nil, "\(line)")
    }
  }

  /// A module whose declarations are mistaken, one a line.
  private final class Declared: TestModule {
    static let line = #line + 1
    let a = input(.bits(-1))
    let b = output("b", .bits(-1))
    let c = register(.bits(-1), reset: 0)
    let d = Memory(.bits(-1), depth: 4)
    let e = ReadyValid<Item>.input { field in Item(field(.bits(-1))) }
    let f = register(.unsigned(4), reset: 16)
    let g = StateRegister(reset: Level.low)
    let y = output(.bit)
    var body: Behavior { y <== 1 }
  }
  private enum Level: HardwareEnum {
    case low
    static var allCases: [Level] { [] }
  }

  @Test("A mistaken declaration stands at the operands of its call, as the compiler counts columns")
  func declarations() throws {
    let error = try #require(throws: DiagnosticError.self) { try elaborate(Declared()) }
    let places = error.diagnostics.compactMap(\.location)
    #expect(places.map(\.line) == Array(Declared.line..<Declared.line + 7), "\(error)")
    #expect(places.prefix(4).map(\.column) == [18, 19, 21, 19])
    #expect(places.allSatisfy { $0.file == #filePath && $0.column > 12 })
  }

  /// A requirement of an initialiser that hands on no column.
  private final class Ring: TestModule {
    let y = output(.bit)
    private let limit: Requirement
    init(file: String = #filePath, line: Int = #line) {
      limit = require(false, "a Ring is never right", file: file, line: line)
    }
    var body: Behavior { y <== 1 }
  }

  @Test("No column is given where none is known")
  func unknownColumn() throws {
    let line = #line + 1
    let ring = Ring()
    let error = try #require(throws: DiagnosticError.self) { try elaborate(ring) }
    #expect("\(error)" == "\(#filePath):\(line): error: a Ring is never right [definition]")
  }

  @Test("Places are compared by file, line and column")
  func order() {
    func place(_ file: String, _ line: Int, _ column: Int = 0) -> HardwareIR.SourceLocation {
      HardwareIR.SourceLocation(file: file, line: line, column: column)
    }
    let places = [
      place("/a/A.swift", 9), place("/a/A.swift", 10), place("/a/A.swift", 10, 3),
      place("/a/A.swift", 10, 20), place("/a/B.swift", 1, 1),
    ]
    #expect(places.reversed().sorted() == places)
    #expect(
      places.map(\.description) == [
        "/a/A.swift:9", "/a/A.swift:10", "/a/A.swift:10:3", "/a/A.swift:10:20", "/a/B.swift:1:1",
      ])
    #expect(places.map(\.short).last == "B.swift:1")
  }
}
