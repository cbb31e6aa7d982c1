// Kills pipelines at random moments and counts what that costs.
//
//   dotnet run --project tests/Kills -- [--rounds 500] [--seed 1] [--folder FOLDER] [--disk FOLDER] [--longest MILLISECONDS] [--events 6000]
//     [--broker memory|sqlite|redis-list|redis-stream|rabbitmq|rabbitmq-quorum] [--kill worker|server] [--sync always|everysec|no]
//     [--collector http|kafka|mail|misp|shadowserver] [--patience TIMES] [--poison] [--store] [--mails]
//
// With --collector the source is a service that is played here (mail: Dovecot, which has to be installed), and the queues are in SQLite.
//
// With --mails a program that sends mails is killed, and its server after DATA; so many mails as --events says.
//
// With --store the events go from queues in SQLite into an event store.
//
// On a machine that has other work, --patience says how many times as long a worker may take to stop (30 s) and to come to its end (5 min).
//
// With --poison nobody kills: some events end the process whenever they are worked on, and have to be kept as failures in the end.
//
// FOLDER of --disk is on a small disk of its own, which rounds fill up. No worker lives longer than the milliseconds say; each round has so
// many events. With --kill server the worker lives on while the broker's server is killed and started again; --sync is how Redis writes its
// file.

using System.Globalization;
using Kills;
using Kills.Mails;
using Kills.Services;

if (args is ["worker", var folder, var kind, var port])
    return kind == KillSetting.Memory ? await Worker.RunAsync(new KillFolders(folder)) : await DurableWorker.RunAsync(new KillFolders(folder), kind, int.Parse(port, CultureInfo.InvariantCulture));
if (args is ["store", var kept])
    return await StoreRounds.WorkAsync(new KillFolders(kept));
if (args is ["mails", var outbox, var sink])
    return await MailRounds.WorkAsync(outbox, int.Parse(sink, CultureInfo.InvariantCulture));
if (args is ["poison", var poisoned, var over, var door])
    return await PoisonRounds.WorkAsync(new KillFolders(poisoned), over, int.Parse(door, CultureInfo.InvariantCulture));
if (args is ["service", var site, var played, var at, var way])
    return await ServiceWorker.RunAsync(new KillFolders(site), played, at, way == "on");
if (Argument("--collector") is { } service)
{
    KillTally collected = await new ServiceRounds(
        service,
        Argument("--folder") ?? Directory.CreateTempSubdirectory("intelmq-kills-").FullName,
        int.Parse(Argument("--seed") ?? "1", CultureInfo.InvariantCulture),
        TimeSpan.FromMilliseconds(int.Parse(Argument("--longest") ?? "1500", CultureInfo.InvariantCulture))).RunAsync(int.Parse(Argument("--rounds") ?? "500", CultureInfo.InvariantCulture));
    Console.WriteLine(collected);
    return collected.IsGood ? 0 : 1;
}

var setting = new KillSetting(Argument("--broker") ?? KillSetting.Memory, Argument("--kill") == "server", Argument("--sync") ?? "always");
if (setting.Fault is { } fault)
{
    Console.Error.WriteLine(fault);
    return 2;
}

if (args.Contains("--poison"))
    return await new PoisonRounds(setting, new KillFolders(Argument("--folder") ?? Directory.CreateTempSubdirectory("intelmq-kills-").FullName), Console.Out).RunAsync() ? 0 : 1;
if (args.Contains("--mails"))
{
    return await new MailRounds(
        new KillFolders(Argument("--folder") ?? Directory.CreateTempSubdirectory("intelmq-kills-").FullName),
        int.Parse(Argument("--seed") ?? "1", CultureInfo.InvariantCulture),
        int.Parse(Argument("--events") ?? "10000", CultureInfo.InvariantCulture),
        Console.Out).RunAsync(int.Parse(Argument("--rounds") ?? "1000", CultureInfo.InvariantCulture)) ? 0 : 1;
}

if (args.Contains("--store"))
{
    return await new StoreRounds(
        new KillFolders(Argument("--folder") ?? Directory.CreateTempSubdirectory("intelmq-kills-").FullName),
        int.Parse(Argument("--seed") ?? "1", CultureInfo.InvariantCulture),
        TimeSpan.FromMilliseconds(int.Parse(Argument("--longest") ?? "1500", CultureInfo.InvariantCulture)),
        int.Parse(Argument("--events") ?? "6000", CultureInfo.InvariantCulture),
        Console.Out).RunAsync(int.Parse(Argument("--rounds") ?? "500", CultureInfo.InvariantCulture)) ? 0 : 1;
}

int rounds = int.Parse(Argument("--rounds") ?? "500", CultureInfo.InvariantCulture);
int seed = int.Parse(Argument("--seed") ?? "1", CultureInfo.InvariantCulture);
string place = Argument("--disk") ?? Argument("--folder") ?? Directory.CreateTempSubdirectory("intelmq-kills-").FullName;
var longest = TimeSpan.FromMilliseconds(int.Parse(Argument("--longest") ?? "1500", CultureInfo.InvariantCulture));
int patience = int.Parse(Argument("--patience") ?? "1", CultureInfo.InvariantCulture);
int events = int.Parse(Argument("--events") ?? "6000", CultureInfo.InvariantCulture);
KillTally tally = await new KillRounds(setting, place, seed, longest, events, fillsDisk: Argument("--disk") is not null, patience, Console.Out).RunAsync(rounds);
Console.WriteLine(tally);
return tally.IsGood ? 0 : 1;

string? Argument(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
