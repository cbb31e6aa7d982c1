namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="SieveExpert"/>.</summary>
public sealed class SieveExpertOptions : BotOptions
{
    /// <summary><c>file</c>: the rule file, UTF-8.</summary>
    public string File { get; set; } = "/opt/intelmq/var/lib/bots/sieve/filter.sieve";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrEmpty(File))
            complaints.Add("file is missing: name the file that holds the rules.");
        else if (File.Contains('\0', StringComparison.Ordinal))
            complaints.Add("file holds a NUL character: name the file that holds the rules.");
    }
}
