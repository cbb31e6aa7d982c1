namespace IntelMQ.Generators;

/// <summary>What a declaration becomes: a file of code, or what is wrong with it.</summary>
internal sealed record Output(string HintName, string Source, EquatableArray<Mistake> Mistakes);

/// <summary>A bot for the list of its project.</summary>
internal sealed record ListedBot(string Module, string FullName, EquatableArray<string> Paths, Mistake Place);
