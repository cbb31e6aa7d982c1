using IntelMQ.Replay;
using IntelMQ.Schemas;

const string Usage = "usage: IntelMQ.Replay CORPUS RESULTS [--schema 3.3|default] [--only TEXT] [--check-replay]";

var folders = new List<string>();
Schema schema = Schema.IntelMQ33;
string only = "";
bool check = false;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--schema" when i + 1 < args.Length && args[i + 1] is "3.3" or "default":
            schema = args[++i] == "default" ? Schema.Default : Schema.IntelMQ33;
            break;
        case "--only" when i + 1 < args.Length:
            only = args[++i];
            break;
        case "--check-replay":
            check = true;
            break;
        case ['-', ..]:
            return Complain($"{args[i]} is unknown, or lacks its value.");
        default:
            folders.Add(args[i]);
            break;
    }
}

if (folders is not [string corpus, string results])
    return Complain("Two folders are due.");
if (!Directory.Exists(corpus))
    return Complain($"There is no folder {corpus}.");

await using var runner = new ReplayRunner(corpus, schema) { Only = only };
await runner.WriteAsync(results);
if (!check)
    return 0;

IReadOnlyList<string> complaints = await runner.CheckFailuresAsync();
foreach (string complaint in complaints)
    Console.WriteLine(complaint);
Console.WriteLine($"{complaints.Count} kept failures do not fail again, once.");
return complaints.Count == 0 ? 0 : 1;

static int Complain(string what)
{
    Console.Error.WriteLine(what);
    Console.Error.WriteLine(Usage);
    return 2;
}
