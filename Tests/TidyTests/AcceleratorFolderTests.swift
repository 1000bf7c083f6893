import Testing

/// The folders of the accelerator know only those before them.
@Suite("Folders of the accelerator")
struct AcceleratorFolderTests {
  private static let order = [
    "Common", "Memory", "Decoder", "Array", "Softmax", "Rows", "Walk", "Element", "Loads",
    "Outputs", "Engine", "Program", "Run", "Sparser", "Host", "Top",
  ]

  private static func files(_ folder: String) -> [TreeFile] {
    SourceTree.files("swift").filter { $0.isIn("Sources/Accelerator/\(folder)") }
  }

  private static func types(_ folder: String) -> Set<Substring> {
    Set(
      files(folder).flatMap { file in
        file.text.matches(of: /(?m)^(?:public )?(?:final )?(?:struct|class|enum) (\w+)/).map(\.1)
      })
  }

  @Test("Every file is in one of the folders")
  func complete() {
    let all = SourceTree.files("swift").filter { $0.isIn("Sources/Accelerator") }
    #expect(all.count == Self.order.reduce(0) { $0 + Self.files($1).count })
    #expect(all.count > 30)
  }

  @Test("A folder names no type of a later one", arguments: order.indices)
  func arrows(_ index: Int) {
    let later = Self.order[(index + 1)...].reduce(into: Set<Substring>()) {
      $0.formUnion(Self.types($1))
    }
    for file in Self.files(Self.order[index]) {
      let code = file.lines.filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
        .joined(separator: "\n").replacing(/"(?:[^"\\]|\\.)*"/, with: "")
      let words = Set(code.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
      let wrong = words.intersection(later)
      #expect(wrong.isEmpty, "\(file.path) names \(wrong.sorted())")
    }
  }
}
