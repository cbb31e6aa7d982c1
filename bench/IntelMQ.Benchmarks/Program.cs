using BenchmarkDotNet.Running;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Figures;

// "--budget" is the fast judge of the speed budget; it and the other figures of docs/performance.md need no more than this program:
//   --budget --brokers --start --file [--mebibytes N] --growth --lookups, or --all; [--only NAME...] [--write]
// "--linear [--only NAME...]" judges how the time of every parser grows with its input. Everything else goes to BenchmarkDotNet.
if (args.Contains("--linear"))
    return LinearRun.Execute(args);
if (FigureOptions.Parse(args) is { } options)
    return await FigureRun.ExecuteAsync(options);
BenchmarkSwitcher.FromAssembly(typeof(FigureRun).Assembly).Run(args);
return 0;
