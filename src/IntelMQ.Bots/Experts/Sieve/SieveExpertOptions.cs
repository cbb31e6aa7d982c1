namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="SieveExpert"/>.</summary>
public sealed partial class SieveExpertOptions : BotOptions
{
    /// <summary><c>file</c>: the rule file, UTF-8.</summary>
    [Required("name the file that holds the rules")]
    [Reaches(Outside.File)]
    public string File { get; set; } = "/opt/intelmq/var/lib/bots/sieve/filter.sieve";
}
