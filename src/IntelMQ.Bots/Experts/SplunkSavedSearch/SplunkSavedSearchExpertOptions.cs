
namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="SplunkSavedSearchExpert"/>.</summary>
public sealed partial class SplunkSavedSearchExpertOptions : BotOptions
{
    /// <summary><c>url</c>: the address of Splunk's API.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? Url { get; set; }

    /// <summary><c>auth_token</c>: the token for Splunk's API.</summary>
    [Required("give the one that the service expects")]
    public Secret? AuthToken { get; set; }

    /// <summary><c>saved_search</c>: the name of the saved search.</summary>
    [Required("name the saved search")]
    public string? SavedSearch { get; set; }

    /// <summary><c>search_parameters</c>: from fields of the event to parameters of the search. An event that lacks one passes unasked.</summary>
    [Required("map at least one field of the event to a parameter of the search")]
    public TextMap SearchParameters { get; set; } = [];

    /// <summary><c>result_fields</c>: from columns of the result to fields of the event.</summary>
    public TextMap ResultFields { get; set; } = [];

    /// <summary><c>retry_interval</c>: the seconds between two questions whether the search is done.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>max_wait</c>: the seconds after which a search that is not done is a failure. This project's own.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced; unset: a field that is there is a failure.</summary>
    public bool? Overwrite { get; set; }

    /// <summary><c>not_found</c>: what happens where nothing is found: <c>warn</c>, and <c>send</c> or <c>drop</c>.</summary>
    public TextList NotFound { get; set; } = ["warn", "send"];

    /// <summary>
    /// <c>multiple_result_handling</c>: what happens where several results are found: <c>warn</c>, <c>use_first</c> or <c>ignore</c>, and
    /// <c>send</c> or <c>drop</c>; or <c>limit</c> alone, which asks for one.
    /// </summary>
    public TextList MultipleResultHandling { get; set; } = ["warn", "use_first", "send"];

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("url", Url, complaints);
        Check("not_found", NotFound, ["warn", "send", "drop"], complaints);
        if (MultipleResultHandling.Contains("limit"))
        {
            if (MultipleResultHandling.Count > 1)
                complaints.Add("multiple_result_handling has limit, after which there are no several results: remove the others.");
            return;
        }

        Check("multiple_result_handling", MultipleResultHandling, ["warn", "use_first", "ignore", "send", "drop"], complaints);
        if (MultipleResultHandling.Contains("use_first") && MultipleResultHandling.Contains("ignore"))
            complaints.Add("multiple_result_handling has both use_first and ignore: choose one.");
    }

    // An event must go somewhere.
    private static void Check(string parameter, TextList actions, string[] known, ICollection<string> complaints)
    {
        foreach (string action in actions)
        {
            if (!known.Contains(action))
                complaints.Add($"{parameter} has '{action}', but can hold {string.Join(", ", known)} only.");
        }

        if (actions.Contains("send") == actions.Contains("drop"))
            complaints.Add($"{parameter} must have either send or drop.");
    }
}
