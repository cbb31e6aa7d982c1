using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="FilterExpert"/>. By field, by time, or both; one of them must be given.</summary>
public sealed partial class FilterExpertOptions : BotOptions
{
    /// <summary><c>filter_key</c>: the field that is looked at; <c>extra</c> is the JSON text of all below it.</summary>
    public FieldName? FilterKey { get; set; }

    /// <summary><c>filter_value</c>: the value that matches, or a regular expression.</summary>
    public PlainValue? FilterValue { get; set; }

    /// <summary><c>filter_action</c>: <c>drop</c> or <c>keep</c> what matches.</summary>
    [AllowedValues("drop", "keep")]
    public string? FilterAction { get; set; }

    /// <summary><c>filter_regex</c>: whether <c>filter_value</c> is a regular expression in Python's syntax; any text means yes.</summary>
    public PlainValue? FilterRegex { get; set; }

    /// <summary><c>not_before</c>: ends events with an earlier time: a date and time (UTC where no zone is given), or a span such as <c>1 day</c> back from now.</summary>
    public string? NotBefore { get; set; }

    /// <summary><c>not_after</c>: ends events with a later time: a date and time, or a span back from now.</summary>
    public string? NotAfter { get; set; }

    internal bool FiltersByKey => FilterKey is { IsEmpty: false } && FilterValue is { Kind: not FieldValueKind.Null } && FilterAction is "drop" or "keep";

    internal bool UsesRegex => FilterRegex?.IsTruthy == true;

    internal PythonPattern? CompilePattern(out string? error)
        => PythonPattern.TryCompile(FilterValue!.ToString(), PythonRegexOptions.None, out PythonPattern? pattern, out error) ? pattern : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        CheckTime("not_before", NotBefore, complaints);
        CheckTime("not_after", NotAfter, complaints);
        if (!FiltersByKey && string.IsNullOrEmpty(NotBefore) && string.IsNullOrEmpty(NotAfter) && FilterAction is (null or "" or "drop" or "keep"))
            complaints.Add("there is nothing to filter by: give filter_key, filter_value and filter_action (drop or keep), or not_before or not_after.");

        if (UsesRegex)
            CheckRegex(complaints);
    }

    private static void CheckTime(string parameter, string? text, ICollection<string> complaints)
    {
        if (!TimeLimit.TryParse(text, out _))
            complaints.Add($"{parameter} is '{text}', but must be a date and time such as 2015-09-12T06:22:11+00:00, or a span such as 24 hours.");
    }

    private void CheckRegex(ICollection<string> complaints)
    {
        if (FilterValue is not { Kind: FieldValueKind.Text })
            complaints.Add("filter_value must be a text where filter_regex is set.");
        else if (CompilePattern(out string? error) is null)
            complaints.Add($"filter_value is no regular expression: {error?.TrimEnd('.')}.");
    }
}
