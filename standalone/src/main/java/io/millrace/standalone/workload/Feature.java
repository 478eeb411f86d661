package io.millrace.standalone.workload;

/** What a call is for in the customer's product; decides its size. Medians are in tokens, sigmas of the logarithm. */
enum Feature {
    ASSISTANT("assistant", 6, 1_100, 1.0, 280, 0.9, 0.55, 0.95),
    CODING_AGENT("coding-agent", 3, 11_000, 1.1, 420, 1.0, 0.90, 0.85),
    KNOWLEDGE_SEARCH("knowledge-search", 4, 4_200, 0.7, 220, 0.7, 0.35, 0.80),
    SUMMARY("summary", 3, 6_500, 0.9, 350, 0.5, 0.10, 0.30),
    EXTRACTION("extraction", 3, 2_400, 0.8, 160, 0.7, 0.40, 0.05),
    CLASSIFICATION("classification", 4, 420, 0.6, 12, 0.5, 0.20, 0.0),
    TRANSLATION("translation", 2, 900, 0.9, 850, 0.9, 0.10, 0.50),
    NIGHTLY_REPORT("nightly-report", 1, 14_000, 0.8, 900, 0.5, 0.0, 0.0),
    EMBEDDING("embedding", 3, 650, 0.8, 0, 0.0, 0.0, 0.0),
    VOICE("voice", 1, 1_800, 0.7, 140, 0.6, 0.0, 1.0);

    final String id;
    final double weight;
    final double inputMedian;
    final double inputSigma;
    final double outputMedian;
    final double outputSigma;
    final double cachedShare;
    final double streamedShare;

    Feature(
            String id,
            double weight,
            double inputMedian,
            double inputSigma,
            double outputMedian,
            double outputSigma,
            double cachedShare,
            double streamedShare) {
        this.id = id;
        this.weight = weight;
        this.inputMedian = inputMedian;
        this.inputSigma = inputSigma;
        this.outputMedian = outputMedian;
        this.outputSigma = outputSigma;
        this.cachedShare = cachedShare;
        this.streamedShare = streamedShare;
    }

    /** Whether it talks to a chat model of the workspace's choice. */
    boolean isText() {
        return this != EMBEDDING && this != VOICE;
    }
}
