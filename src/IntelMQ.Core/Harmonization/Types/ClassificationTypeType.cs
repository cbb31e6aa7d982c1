using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>One of the types of <see cref="ClassificationType"/>. Cleaned: lower case; the spellings of older versions.</summary>
internal sealed class ClassificationTypeType : NamedType
{
    public ClassificationTypeType()
        : base("ClassificationType", ClassificationType.All, OldSpellings, "is not a classification type")
    {
    }

    private static (string Old, string New)[] OldSpellings =>
    [
        ("backdoor", ClassificationType.SystemCompromise),
        ("botnet drone", ClassificationType.InfectedSystem),
        ("c&c", ClassificationType.C2Server),
        ("c2server", ClassificationType.C2Server),
        ("compromised", ClassificationType.SystemCompromise),
        ("defacement", ClassificationType.UnauthorisedInformationModification),
        ("dropzone", ClassificationType.Other),
        ("dga domain", ClassificationType.DgaDomain),
        ("ids alert", ClassificationType.IdsAlert),
        ("infected system", ClassificationType.InfectedSystem),
        ("leak", ClassificationType.DataLeak),
        ("malware configuration", ClassificationType.MalwareConfiguration),
        ("ransomware", ClassificationType.InfectedSystem),
        ("unauthorized-command", ClassificationType.SystemCompromise),
        ("unauthorized-login", ClassificationType.SystemCompromise),
        ("unknown", ClassificationType.Undetermined),
        ("vulnerable client", ClassificationType.VulnerableSystem),
        ("vulnerable service", ClassificationType.VulnerableSystem),
    ];

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Lower(text, buffer);
}
