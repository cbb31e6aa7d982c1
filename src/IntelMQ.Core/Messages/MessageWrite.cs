using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

public abstract partial class Message
{
    private enum Verb
    {
        Add,
        Set,
        SetIfAbsent,
    }

    /// <summary>Stores a value where the field is absent; a field that is set refuses it.</summary>
    public SetResult TryAdd<T>(Field<T> field, T value)
        where T : notnull
        => Put(field, value, Verb.Add);

    /// <inheritdoc cref="TryAdd{T}(Field{T}, T)"/>
    public SetResult TryAdd([FieldName] string name, FieldValue value) => Put(name, value, Verb.Add);

    /// <inheritdoc cref="TryAdd{T}(Field{T}, T)"/>
    public SetResult TryAdd(FieldKey key, FieldValue value) => Put(key, value, Verb.Add);

    /// <summary>
    /// Stores a value, in place of another if need be. A value that means "nothing" (empty text, <c>-</c>, <c>N/A</c>) removes the field;
    /// a value that is refused leaves it.
    /// </summary>
    public SetResult Set<T>(Field<T> field, T value)
        where T : notnull
        => Put(field, value, Verb.Set);

    /// <inheritdoc cref="Set{T}(Field{T}, T)"/>
    public SetResult Set(Field field, FieldValue value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Schema.KeyOrNull(field) is { } key ? Put(key, value, Verb.Set) : Unknown(field.Name);
    }

    /// <inheritdoc cref="Set{T}(Field{T}, T)"/>
    public SetResult Set([FieldName] string name, FieldValue value) => Put(name, value, Verb.Set);

    /// <inheritdoc cref="Set{T}(Field{T}, T)"/>
    public SetResult Set([FieldName] string name, string value)
    {
        Utf8Buffer text = new(Math.Max(1, value?.Length ?? 1));
        text.Append(value.AsSpan());
        return Put(name, FieldValue.Text(text.WrittenSpan), Verb.Set);
    }

    /// <inheritdoc cref="Set{T}(Field{T}, T)"/>
    public SetResult Set(FieldKey key, FieldValue value) => Put(key, value, Verb.Set);

    /// <summary>Stores a value where the field is absent; a field that is set keeps what it has.</summary>
    public SetResult SetIfAbsent<T>(Field<T> field, T value)
        where T : notnull
        => Put(field, value, Verb.SetIfAbsent);

    /// <inheritdoc cref="SetIfAbsent{T}(Field{T}, T)"/>
    public SetResult SetIfAbsent(Field field, FieldValue value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Schema.KeyOrNull(field) is { } key ? Put(key, value, Verb.SetIfAbsent) : Unknown(field.Name);
    }

    /// <inheritdoc cref="SetIfAbsent{T}(Field{T}, T)"/>
    public SetResult SetIfAbsent([FieldName] string name, FieldValue value) => Put(name, value, Verb.SetIfAbsent);

    /// <inheritdoc cref="SetIfAbsent{T}(Field{T}, T)"/>
    public SetResult SetIfAbsent(FieldKey key, FieldValue value) => Put(key, value, Verb.SetIfAbsent);

    /// <summary>Removes a field.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Remove(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Schema.KeyOrNull(field) is { } key && Remove(key);
    }

    /// <summary>Removes a field; <c>extra</c> removes all members of it.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Remove([FieldName] string name)
    {
        if (name == "extra")
        {
            bool any = HasExtra;
            RemoveExtra();
            return any;
        }

        return Schema.TryGetKey(name, out FieldKey? key) && Remove(key);
    }

    /// <summary>Removes a field.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Remove(FieldKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool any = !SlotOf(key).IsEmpty;
        Delete(key);
        return any;
    }

    /// <summary>Copies a value as it stands from another message, without converting it; the field's rules are not applied again.</summary>
    internal void CopyFrom(Message other, FieldKey key, Slot slot)
    {
        if (slot.Kind is SlotKind.Bytes or SlotKind.PrefixedBytes)
        {
            var bytes = new byte[other.RawLength(slot)];
            if (slot.Kind == SlotKind.PrefixedBytes)
                other.Scope.RawPrefix.CopyTo(bytes, 0);
            other.BytesOf(slot).CopyTo(bytes.AsSpan(bytes.Length - slot.Length));
            Store(key, new Slot(SlotKind.Bytes, SlotRegion.Tail, AppendTail(bytes), bytes.Length, plain: true));
            return;
        }

        ReadOnlySpan<byte> value = other.BytesOf(slot);
        Store(key, new Slot(slot.Kind, SlotRegion.Tail, AppendTail(value), value.Length, slot.IsPlain));
    }

    /// <summary>Stores a value as it stands: one that was clean when it was kept elsewhere.</summary>
    internal void SetStored(FieldKey key, FieldValue value)
    {
        if (!value.IsIgnored)
            StoreAsIs(key, value);
    }

    private SetResult Put<T>(Field<T> field, T value, Verb verb)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        if (Schema.KeyOrNull(field) is not { } key)
            return Unknown(field.Name);
        Utf8Buffer scratch = Scratch();
        FieldValueKind kind = field.Codec.Write(value, scratch);
        return Put(key, FieldValue.Of(kind, scratch.WrittenSpan), verb);
    }

    private SetResult Put(string name, FieldValue value, Verb verb)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "extra")
            return PutExtra(value, verb);
        if (Schema.TryGetKey(name, out FieldKey? key))
            return Put(key, value, verb);
        return value.IsIgnored ? new SetResult(SetStatus.Ignored, name) : Unknown(name);
    }

    private SetResult Put(FieldKey key, FieldValue value, Verb verb)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool present = !SlotOf(key).IsEmpty;
        if (present && verb == Verb.Add)
            return new SetResult(SetStatus.Exists, key.Name, "is set already");
        if (present && verb == Verb.SetIfAbsent)
            return new SetResult(SetStatus.Kept, key.Name);
        if (value.IsIgnored)
        {
            if (present)
                Delete(key);
            return new SetResult(present ? SetStatus.Removed : SetStatus.Ignored, key.Name);
        }

        if (key.Definition is { } definition)
        {
            if (!Allows(definition))
                return new SetResult(SetStatus.UnknownField, key.Name, $"is not a field of a {TypeName}");
            Utf8Buffer converted = _converted ??= new Utf8Buffer();
            converted.Clear();
            Harmonized result = definition.Convert(value, converted);
            if (!result.IsValid)
                return new SetResult(SetStatus.Invalid, key.Name, result.Reason);
            value = result.Value(value, converted);
            if (value.IsMissing)
                return new SetResult(SetStatus.Ignored, key.Name);
            if (definition.CheckLimits(value) is { } reason)
                return new SetResult(SetStatus.Invalid, key.Name, reason);
        }

        Store(key, new Slot((SlotKind)value.Kind, SlotRegion.Tail, AppendTail(value.Utf8), value.Utf8.Length, plain: false));
        return new SetResult(present ? SetStatus.Replaced : SetStatus.Added, key.Name);
    }

    // A buffer of its own: the value to convert may stand in the other one.
    [ThreadStatic]
    private static Utf8Buffer? _converted;

    private SetResult PutExtra(FieldValue value, Verb verb)
    {
        bool present = HasExtra;
        if (present && verb != Verb.Set)
            return new SetResult(verb == Verb.Add ? SetStatus.Exists : SetStatus.Kept, "extra", verb == Verb.Add ? "is set already" : null);
        if (value.IsIgnored)
        {
            RemoveExtra();
            return new SetResult(present ? SetStatus.Removed : SetStatus.Ignored, "extra");
        }

        MessageState before = Save();
        if (verb == Verb.Set)
            RemoveExtra();
        if (!ExtraJson.TryReadMembers(value, Schema, this, static (message, key, member) => message.StoreAsIs(key, member)))
        {
            Restore(before);
            return new SetResult(SetStatus.Invalid, "extra", "is not a JSON object with members");
        }

        return new SetResult(present ? SetStatus.Replaced : SetStatus.Added, "extra");
    }

    private void StoreAsIs(FieldKey key, FieldValue value)
        => Store(key, new Slot((SlotKind)value.Kind, SlotRegion.Tail, AppendTail(value.Utf8), value.Utf8.Length, plain: false));

    private void RemoveExtra()
    {
        for (int i = _extraCount - 1; i >= 0; i--)
        {
            if (_extraKeys[i].IsExtra)
                Delete(_extraKeys[i]);
        }
    }

    private SetResult Unknown(string name) => new(SetStatus.UnknownField, name, $"is not a field of the schema.{Schema.Suggest(name)}");
}
