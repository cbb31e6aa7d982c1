namespace IntelMQ.Site.Api;

/// <summary>A public type as its sources declare it; one in several files is one.</summary>
/// <param name="Package">The package that it is in.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name, with those of the types around it and its type parameters.</param>
internal sealed record ApiType(string Package, string Namespace, string Name)
{
    /// <summary>The declaration without what is in braces.</summary>
    public string Declaration { get; set; } = "";

    /// <summary>Whether it is public for other packages' sake, and editors do not offer it.</summary>
    public bool IsHidden { get; set; }

    public ApiComment Comment { get; set; } = ApiComment.None;

    public List<ApiMember> Members { get; } = [];
}

/// <summary>A member that users of the type see.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Declaration">Its declaration without its body.</param>
/// <param name="Comment">What its sources say of it.</param>
internal sealed record ApiMember(string Name, string Declaration, ApiComment Comment);
