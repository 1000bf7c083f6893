/// Refuses a design in which a file leaves `SYNTHESIS` defined, so that the claims of the files
/// behind it would not be looked at. A macro can hide the directive from whoever reads the text, so
/// the preprocessor is asked, behind each file that has macros or includes others.
enum MacroGuard {
  /// The file to compile behind another; nil behind one that can define nothing. No source can have
  /// its name.
  static func file(behind source: SourceFile) -> SourceFile? {
    guard source.text.contains("`define") || source.text.contains("`include") else { return nil }
    return SourceFile(name: name(behind: source.name), text: text(source.name))
  }

  static func name(behind source: String) -> String { ".behind-" + source }

  /// What such a file says.
  static func text(_ name: String) -> String {
    """
    `ifdef SYNTHESIS
    `error "\(name) defines SYNTHESIS, which decides about claims; leave that to the tools"
    `endif

    """
  }
}
