using System.Collections.Immutable;

namespace ToolZero.Model.Tokenization;

/// <summary>What Qwen2.5 adds to its ranked vocabulary of 151,643 tokens.</summary>
public static class QwenVocabulary
{
    private const int First = 151643;

    private static readonly string[] Special =
    [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>", "<|quad_start|>",
        "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
    ];

    private static readonly string[] Plain =
    [
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
    ];

    private static readonly string[] Qwen3 = ["<tool_response>", "</tool_response>", "<think>", "</think>"];

    /// <summary>The added tokens of Qwen2.5, ids 151643 to 151664.</summary>
    public static ImmutableArray<AddedToken> AddedTokens { get; } =
    [
        .. Special.Select((content, index) => new AddedToken(First + index, content, Special: true)),
        .. Plain.Select((content, index) => new AddedToken(First + Special.Length + index, content, Special: false)),
    ];

    /// <summary>The added tokens of Qwen3: four more, ids 151665 to 151668.</summary>
    public static ImmutableArray<AddedToken> Qwen3AddedTokens { get; } =
    [
        .. AddedTokens,
        .. Qwen3.Select((content, index) => new AddedToken(First + Special.Length + Plain.Length + index, content, Special: false)),
    ];
}
