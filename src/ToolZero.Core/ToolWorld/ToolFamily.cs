using System.Collections.Immutable;
using ToolZero.Core.Tools;

namespace ToolZero.Core.ToolWorld;

/// <summary>A parameter that tools of a family may have; an enumeration brings its choices.</summary>
public sealed record FamilyParameter(string Name, ParameterType Type, ImmutableArray<string> Choices, ParameterType? ItemType = null);

/// <summary>A thing that tools act upon: every tool is <c>verb_noun</c> with some of the family's parameters.</summary>
public sealed record ToolFamily(string Noun, ImmutableArray<string> Verbs, ImmutableArray<FamilyParameter> Parameters);

/// <summary>
/// The words and phrases of one world. Two worlds that share no function name, parameter name or request template measure
/// generalisation: what is learned in one can only be used, not recalled, in the other.
/// </summary>
/// <param name="Families">Tool families.</param>
/// <param name="Words">Free text values.</param>
/// <param name="Phrases">How people ask.</param>
public sealed record World(ImmutableArray<ToolFamily> Families, ImmutableArray<string> Words, RequestPhrases Phrases);
