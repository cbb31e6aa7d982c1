using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.V1;

/// <summary>A request below <c>/v1</c>: its parameters, and all that is wrong with them, in the shape that IntelMQ's clients know.</summary>
internal sealed class V1Request(HttpContext context, Caller caller)
{
    private readonly JsonArray _wrong = [];

    public HttpContext Context => context;

    public Caller Caller => caller;

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>What is wrong; <see langword="null"/> where nothing is.</summary>
    public JsonObject? Wrong => _wrong.Count == 0 ? null : new JsonObject { ["detail"] = _wrong.DeepClone() };

    /// <summary>A parameter that has to be there.</summary>
    public string Required(string name)
    {
        if (context.Request.Query.TryGetValue(name, out StringValues value))
            return value.ToString();
        Complain("query", name, "field required", "value_error.missing");
        return "";
    }

    /// <summary>A parameter that may be missing.</summary>
    public string? Optional(string name) => context.Request.Query.TryGetValue(name, out StringValues value) ? value.ToString() : null;

    /// <summary>A parameter that is one of some words.</summary>
    public string OneOf(string name, string? fallback, params ReadOnlySpan<string> permitted)
    {
        string? given = Optional(name);
        if (given is null && fallback is not null)
            return fallback;
        if (given is null)
            return Required(name);
        if (permitted.Contains(given))
            return given;
        var words = new JsonArray([.. permitted.ToArray().Select(static word => (JsonNode)word)]);
        string shown = string.Join(", ", permitted.ToArray().Select(static word => $"'{word}'"));
        Complain("query", name, $"unexpected value; permitted: {shown}", "value_error.const", new JsonObject { ["given"] = given, ["permitted"] = words });
        return given;
    }

    /// <summary>A parameter that is a whole number.</summary>
    public int Number(string name)
    {
        string given = Required(name);
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || Optional(name) is null)
            return number;
        Complain("query", name, "value is not a valid integer", "type_error.integer");
        return 0;
    }

    /// <summary>A parameter that says yes or no.</summary>
    public bool Flag(string name)
    {
        string given = Optional(name) ?? "false";
        if (given.ToLowerInvariant() is "true" or "1" or "on" or "yes" or "t" or "y")
            return true;
        if (given.ToLowerInvariant() is not ("false" or "0" or "off" or "no" or "f" or "n"))
            Complain("query", name, "value could not be parsed to a boolean", "type_error.bool");
        return false;
    }

    /// <summary>Notes what is wrong.</summary>
    public void Complain(string where, JsonNode? name, string message, string type, JsonObject? more = null)
    {
        var one = new JsonObject { ["loc"] = name is null ? new JsonArray(where) : new JsonArray(where, name), ["msg"] = message, ["type"] = type };
        if (more is not null)
            one["ctx"] = more;
        _wrong.Add((JsonNode)one);
    }
}
