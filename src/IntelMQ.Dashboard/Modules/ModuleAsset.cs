namespace IntelMQ.Dashboard.Modules;

/// <summary>A style, script, picture or font of a module.</summary>
internal sealed record ModuleAsset(string Name, byte[] Content);
