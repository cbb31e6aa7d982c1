using System.Net;

namespace IntelMQ.Store;

/// <summary>
/// A condition on stored events: immutable, made by the methods here, checked against a schema when it is asked. A field that an event
/// lacks fulfils no condition, and so fulfils the negation of each.
/// </summary>
/// <remarks>
/// Fields are named in full (<c>source.ip</c>). A member of <c>extra</c> is named below it (<c>extra.tag</c>); what lies within a member is
/// reached by steps after a slash (<c>extra.http/headers/0</c>): names of members, and numbers of elements from 0.
/// </remarks>
/// <example><code>EventFilter filter = EventFilter.Equal("classification.type", "scanner") &amp; EventFilter.Inside("source.ip", IPNetwork.Parse("192.0.2.0/24"));</code></example>
public abstract record EventFilter
{
    /// <summary>The most conditions that a filter may consist of.</summary>
    public const int MaxConditions = 500;

    /// <summary>The most values that one condition may name.</summary>
    public const int MaxValues = 1000;

    private protected EventFilter()
    {
    }

    /// <summary>The field has this value, as the schema cleans it.</summary>
    public static EventFilter Equal(string field, EventValue value) => new ValueFilter(field, [value]);

    /// <summary>The field has one of these values; none fulfils an empty list.</summary>
    public static EventFilter In(string field, params EventValue[] values) => new ValueFilter(field, [.. values]);

    /// <summary>The field is this or more: a number, a time or a text (in the order of its UTF-8).</summary>
    public static EventFilter AtLeast(string field, EventValue value) => new RangeFilter(field) { From = value };

    /// <summary>The field is more than this.</summary>
    public static EventFilter Above(string field, EventValue value) => new RangeFilter(field) { From = value, IsFromIncluded = false };

    /// <summary>The field is this or less.</summary>
    public static EventFilter AtMost(string field, EventValue value) => new RangeFilter(field) { Until = value, IsUntilIncluded = true };

    /// <summary>The field is less than this.</summary>
    public static EventFilter Below(string field, EventValue value) => new RangeFilter(field) { Until = value };

    /// <summary>The field's address or network lies in one of these networks.</summary>
    public static EventFilter Inside(string field, params IPNetwork[] networks) => new NetworkFilter(field, [.. networks]);

    /// <summary>The field's name is this domain or one below it.</summary>
    public static EventFilter BelowDomain(string field, string domain) => new DomainFilter(field, domain);

    /// <summary>The field's text contains this, in the same case.</summary>
    public static EventFilter Contains(string field, string text) => new ContainsFilter(field, text);

    /// <summary>The field is set.</summary>
    public static EventFilter Exists(string field) => new ExistsFilter(field);

    /// <summary>All are fulfilled; an empty list is.</summary>
    public static EventFilter All(params EventFilter[] filters) => new AllFilter([.. filters]);

    /// <summary>One at least is fulfilled; an empty list is not.</summary>
    public static EventFilter Any(params EventFilter[] filters) => new AnyFilter([.. filters]);

    /// <summary>It is not fulfilled.</summary>
    public static EventFilter Not(EventFilter filter) => new NotFilter(filter);

    /// <summary>Both are fulfilled.</summary>
    public static EventFilter operator &(EventFilter left, EventFilter right) => BitwiseAnd(left, right);

    /// <summary>One at least is fulfilled.</summary>
    public static EventFilter operator |(EventFilter left, EventFilter right) => BitwiseOr(left, right);

    /// <summary>It is not fulfilled.</summary>
    public static EventFilter operator !(EventFilter filter) => LogicalNot(filter);

    /// <summary>Both are fulfilled.</summary>
    public static EventFilter BitwiseAnd(EventFilter left, EventFilter right) => new AllFilter([left, right]);

    /// <summary>One at least is fulfilled.</summary>
    public static EventFilter BitwiseOr(EventFilter left, EventFilter right) => new AnyFilter([left, right]);

    /// <summary>It is not fulfilled.</summary>
    public static EventFilter LogicalNot(EventFilter filter) => new NotFilter(filter);
}
