/// `text` with its places as `File.swift:12`, without the columns behind them: most tests say what
/// a diagnostic says and in which line; the tests of places say the column.
public func withoutColumns(_ text: String) -> String {
  text.replacing(/(\.swift:[0-9]+):[0-9]+/) { match in String(match.output.1) }
}
