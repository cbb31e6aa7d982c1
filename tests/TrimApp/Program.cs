// Proves that a trimmed program still works: published with everything removed that nobody calls, it makes every bot of the
// catalogue, parses, reads back what it wrote, and runs a pipeline. Ends with 0, or says what is wrong and ends with 1.

using TrimApp;

string[] lines = [Catalogue.Check(), Messages.Check(), await Pipelines.CheckAsync()];
foreach (string line in lines)
    Console.WriteLine(line);
return lines.Any(static line => line.StartsWith("WRONG", StringComparison.Ordinal)) ? 1 : 0;
