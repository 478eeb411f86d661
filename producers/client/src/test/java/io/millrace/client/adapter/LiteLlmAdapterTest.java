package io.millrace.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** LiteLLM's payload, field by field of its documented specification (docs.litellm.ai/docs/proxy/logging_spec). */
final class LiteLlmAdapterTest {
    private static final UsageDrafts DRAFTS = new UsageDrafts();

    private static UsageDraft draft(String id) {
        return draft(DRAFTS.liteLlmPayload(id));
    }

    private static UsageDraft draft(JsonNode payload) {
        return DRAFTS.liteLlm().adapt(payload.toString(), UsageDrafts.RECEIVED_MICROS);
    }

    /** The counts are the worked example of the split: 1,000 in, 300 written for 5 minutes, 500 for an hour. */
    @Test
    void takesCountsTimesCostAndWho() {
        UsageDraft draft = draft("chatcmpl-anthropic");
        assertThat(draft.usage().tokens())
                .isEqualTo(new TokenCounts(1_000L, 200L, 0L, 300L, 500L, 10L, 4L, null, null, null, null, null));
        assertThat(draft.usage().units().searches()).isEqualTo(2);
        assertThat(draft.usage().source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(draft.usage().statedCostNanoUsd()).isEqualTo(28_500);
        assertThat(draft.usage().unknownFields()).isEqualTo(Map.of("odd_field", 1));
        assertThat(draft.usage().findings()).isEmpty();
        assertThat(draft.call())
                .isEqualTo(new ModelCall(
                        Operation.CHAT,
                        "anthropic",
                        "team-claude",
                        "claude-sonnet-4-5",
                        "d4f1",
                        "us",
                        "priority",
                        false,
                        true));
        assertThat(draft.timing())
                .isEqualTo(new Timing(1_790_000_003_750_000L, 0, 3_500_000L, 500_000L, 12_500L, null));
        assertThat(draft.result()).isEqualTo(new Result(Outcome.SUCCESS, null, null));
        assertThat(draft.attempt()).isEqualTo(new Attempt("trace-1", 2));
        assertThat(draft.organizationId()).isEqualTo("org-1");
        assertThat(draft.teamId()).isEqualTo("team-1");
        assertThat(draft.apiKeyId()).isEqualTo("0123456789abcdef".repeat(4));
        assertThat(draft.userPseudonym()).isEqualTo(UsageDrafts.pseudonym("jane@CONTENT.example"));
    }

    @Test
    void becomesARecordOfAWorkspace() {
        Usage usage = draft("chatcmpl-anthropic").toUsage(UsageDrafts.EVENT_ID, "w");
        assertThat(usage.eventId()).isEqualTo(UsageDrafts.EVENT_ID);
        assertThat(usage.workspaceId()).isEqualTo("w");
        assertThat(usage.attribution().teamId()).isEqualTo("team-1");
        assertThat(usage.statedCostNanoUsd()).isEqualTo(28_500L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("chatcmpl-anthropic").toUsage(UsageDrafts.EVENT_ID, "a/b"))
                .withMessageStartingWith("usage.attribution.workspace_id: a/b (expected: ");
    }

    @Test
    void givesTheSameEventIdAtEveryDelivery() {
        UUID id = Objects.requireNonNull(draft("chatcmpl-anthropic").eventId());
        assertThat(draft("chatcmpl-anthropic").eventId()).isEqualTo(id);
        assertThat(draft("chatcmpl-xai").eventId()).isNotEqualTo(id);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_790_000_003_750L);
        ObjectNode nameless = DRAFTS.liteLlmPayload("chatcmpl-xai").deepCopy();
        nameless.remove("id");
        assertThat(draft(nameless).eventId()).isNull();
    }

    /** As Perplexity states them: citations beside the prompt, reasoning beside completion and total. */
    @Test
    void citationsAndReasoningOfResearchAreCounted() {
        AdaptedUsage usage = draft("research-1").usage();

        assertThat(usage.tokens().inputTotal()).isEqualTo(9_000);
        assertThat(usage.tokens().outputTotal()).isEqualTo(96_000);
        assertThat(usage.tokens().reasoning()).isEqualTo(92_000);
        assertThat(usage.units().searches()).isEqualTo(54);
        assertThat(usage.findings()).isEmpty();
    }

    /** In LiteLLM as in xAI's own answer reasoning may stand beside the completion; the total tells. */
    @Test
    void addsReasoningWhereTheTotalShowsIt() {
        UsageDraft draft = draft("chatcmpl-xai");
        assertThat(draft.usage().tokens().outputTotal()).isEqualTo(472);
        assertThat(draft.usage().tokens().reasoning()).isEqualTo(304);
        assertThat(draft.call().provider()).isEqualTo("x_ai");
        assertThat(draft.call().modelRequested()).isEqualTo("grok-4");
    }

    @Test
    void whatIsNoHashAndWhoIsAPersonGetsAPseudonym() {
        UsageDraft draft = draft("chatcmpl-xai");
        assertThat(draft.apiKeyId()).isEqualTo(UsageDrafts.pseudonym("not-a-hash-CONTENT"));
        assertThat(draft.userPseudonym()).isEqualTo(UsageDrafts.pseudonym("customer CONTENT"));
    }

    /** Without streaming LiteLLM states the end again as the time of the first token. */
    @Test
    void anAnswerInOnePieceHasNoFirstToken() {
        assertThat(draft("chatcmpl-xai").timing().firstTokenMicros()).isNull();
        assertThat(draft("chatcmpl-xai").timing().latencyMicros()).isEqualTo(1_000_000);
    }

    @Test
    void aFailureHasAClassAndAStatusButNoCounts() {
        UsageDraft draft = draft("failure-1");
        assertThat(draft.result()).isEqualTo(new Result(Outcome.ERROR, 429, "RateLimitError"));
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(draft.usage().source()).isEqualTo(UsageSource.NONE);
        assertThat(draft.call().provider()).isEqualTo("azure.ai.openai");
        assertThat(draft.call().modelServed()).isNull();
        assertThat(draft.toUsage(UsageDrafts.EVENT_ID, "w").call().modelPriced())
                .isEqualTo("gpt-5");
    }

    @Test
    void whatATimeoutHadUsedIsKept() {
        UsageDraft draft = draft("timeout-1");
        assertThat(draft.result()).isEqualTo(new Result(Outcome.TIMEOUT, 408, "Timeout"));
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.of(5, 7));
        assertThat(draft.call().provider()).isEqualTo("gcp.vertex_ai");
        assertThat(draft.call().modelServed()).isEqualTo("gemini-3.5-flash");
    }

    /** The gateway's own cache answered: the provider took nothing, so nothing may be billed as if it had. */
    @Test
    void aHitOfTheGatewaysCacheUsesNothing() {
        UsageDraft draft = draft("cached-1");
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.NONE);
        Usage usage = draft.toUsage(UsageDrafts.EVENT_ID, "w");
        assertThat(usage.call().gatewayCacheHit()).isTrue();
        assertThat(usage.metadata()).isEmpty();
        assertThat(draft("timeout-1").call().gatewayCacheHit()).isFalse();
    }

    @Test
    void zerosNobodyReportedAreNull() {
        UsageDraft draft = draft("speech-1");
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(draft.usage().statedCostNanoUsd()).isEqualTo(15_000_000);
        assertThat(draft.call().operation()).isEqualTo(Operation.AUDIO);
    }

    @Test
    void contradictionsAreReportedByName() {
        UsageDraft draft = draft("contradictory-1");
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactlyInAnyOrder(
                        "response_cost: text (expected: 0 to 1000000 USD)",
                        "prompt_tokens: 30 (expected: = prompt_tokens 31)",
                        "total_tokens: 40 (expected: = total_tokens 41)",
                        "endTime: 1790000001000000 (expected: >= startTime 1790000002000000)");
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.of(31, 10));
        assertThat(draft.timing().latencyMicros()).isNull();
    }

    @Test
    void aPseudonymFunctionThatFailsLetsNothingOut() {
        LiteLlmAdapter raw = new LiteLlmAdapter(person -> person);
        LiteLlmAdapter failing = new LiteLlmAdapter(person -> {
            throw new IllegalStateException(person);
        });
        for (LiteLlmAdapter adapter : new LiteLlmAdapter[] {raw, failing}) {
            UsageDraft draft = adapter.adapt(DRAFTS.liteLlmPayload("chatcmpl-xai"), UsageDrafts.RECEIVED_MICROS);
            assertThat(draft.userPseudonym()).isNull();
            assertThat(draft.apiKeyId()).isNull();
            assertThat(draft.usage().findings()).hasSize(2);
            assertThat(draft.toString()).doesNotContain("CONTENT");
        }
    }

    @Test
    void anEmptyPayloadIsARecordOfNothing() {
        UsageDraft draft = DRAFTS.liteLlm().adapt("{}", UsageDrafts.RECEIVED_MICROS);
        assertThat(draft.result().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(draft.call().modelRequested()).isEqualTo("unknown");
        assertThat(draft.timing().occurredAtMicros()).isEqualTo(UsageDrafts.RECEIVED_MICROS);
        assertThat(draft.toUsage(UsageDrafts.EVENT_ID, "w").usageSource()).isEqualTo(UsageSource.NONE);
    }

    @Test
    void readsNoContent() {
        for (JsonNode payload : DRAFTS.liteLlmPayloads()) {
            UsageDraft draft = draft(payload);
            assertThat(draft.toString()).doesNotContain("CONTENT");
            assertThat(draft.toUsage(UsageDrafts.EVENT_ID, "w").toString()).doesNotContain("CONTENT");
        }
    }
}
