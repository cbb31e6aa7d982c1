using BenchmarkDotNet.Running;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Benchmarks.Store;

// "--budget" is the fast judge of the speed budget; it and the other figures of docs/performance.md need no more than this program:
//   --budget --brokers --start --file [--mebibytes N] --growth --lookups, or --all; [--only NAME...] [--write]
// "--linear [--only NAME...]" judges how the time of every parser grows with its input. Everything else goes to BenchmarkDotNet.
// "--store [EVENTS [FOLDER]]" fills an event store and asks it what is commonly asked: the figures of docs/store.md.
if (args is ["--store", ..])
    return await StoreFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000, args.Length > 2 ? args[2] : Directory.CreateTempSubdirectory("intelmq-store-").FullName);
if (args.Contains("--linear"))
    return LinearRun.Execute(args);
if (FigureOptions.Parse(args) is { } options)
    return await FigureRun.ExecuteAsync(options);
BenchmarkSwitcher.FromAssembly(typeof(FigureRun).Assembly).Run(args);
return 0;
