/// Something that many builds need and that is compiled once for a toolchain and its flags.
struct SharedCompilation: Sendable {
  /// The subject of a sentence.
  var subject: String
  /// The name of what is made, in its cache entry.
  var product: String
  /// All words of the compiler but where the product goes.
  var words: [String]
  /// What it reads beside the files of the toolchain.
  var files: [SourceFile] = []

  /// A file of the Verilated runtime.
  static func runtime(_ name: String, _ toolchain: Toolchain, _ flags: CompilerFlags) -> Self {
    SharedCompilation(
      subject: "The runtime's \(name)", product: "runtime.o",
      words: toolchain.compiler + flags.runtime + ["-c", "\(toolchain.include)/\(name).cpp"],
      files: [BenchText.hooks])
  }

  /// The headers that every model and the bench include from elsewhere, which are most of what the
  /// compiler reads for a small design; nil where that is not known to work.
  ///
  /// They stand at places that last, so that the product is good in any folder.
  static func headers(_ toolchain: Toolchain, _ flags: CompilerFlags) -> Self? {
    guard flags.optimization == .buildTime, toolchain.isClang else { return nil }
    let included = flags.sharedHeaders.flatMap { ["-include", $0] }
    return SharedCompilation(
      subject: "The precompiled header of the builds", product: "headers.pch",
      words: toolchain.compiler + flags.model + flags.hooks + ["-x", "c++-header", "/dev/null"]
        + included)
  }

  /// Everything that decides what the product is.
  func key(_ toolchain: Toolchain) -> ContentKey {
    var key = ContentKey()
    key.add(toolchain.identity)
    key.add(words + [CompilerFlags.processor ?? ""])
    key.add(files.flatMap { [$0.name, $0.text] })
    return key
  }
}

/// What a shared compilation made.
struct SharedProduct: Sendable {
  var path: String
  /// What the person is told, if anything.
  var notice: String?
}
