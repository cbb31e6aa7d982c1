namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>A file was changed by somebody else since it was read; read it again and make the change anew.</summary>
public sealed class ConfigurationChangedException : IOException
{
    /// <summary>Says which file.</summary>
    public ConfigurationChangedException(string path)
        : base($"The file '{path}' was changed by somebody else since it was read; nothing was written.")
    {
    }
}
