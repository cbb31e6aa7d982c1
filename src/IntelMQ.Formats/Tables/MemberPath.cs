namespace IntelMQ.Formats;

/// <summary>Where a member stands in a JSON document: names, and places in arrays, as in <c>Source[0].IP4[0]</c>.</summary>
internal sealed class MemberPath
{
    private MemberPath(string text, PathStep[] steps)
    {
        Text = text;
        Steps = steps;
    }

    /// <summary>The path as it is written in tables.</summary>
    public string Text { get; }

    /// <summary>The steps from the document's object to the member.</summary>
    public PathStep[] Steps { get; }

    /// <summary>Takes a path apart.</summary>
    public static MemberPath Parse(string text)
    {
        var steps = new List<PathStep>();
        foreach (string part in text.Split('.'))
        {
            string[] places = part.Split('[');
            steps.Add(new PathStep(places[0], -1));
            foreach (string place in places.AsSpan(1))
                steps.Add(new PathStep("", int.Parse(place.AsSpan().TrimEnd(']'), System.Globalization.CultureInfo.InvariantCulture)));
        }

        return new MemberPath(text, [.. steps]);
    }

    public override string ToString() => Text;
}
