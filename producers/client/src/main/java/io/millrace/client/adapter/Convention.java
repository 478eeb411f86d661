package io.millrace.client.adapter;

/** How a dialect's counts nest: what its input count includes, and where reasoning is counted. */
record Convention(Input input, Reasoning reasoning) {
    static final Convention INCLUSIVE = new Convention(Input.INCLUSIVE, Reasoning.INSIDE);

    /** Whether the input count includes tokens read from and written to a cache. */
    enum Input {
        INCLUSIVE,
        EXCLUSIVE
    }

    /** Where reasoning is counted: inside the output count, added beside it, beside the total too, or as that total shows. */
    enum Reasoning {
        INSIDE,
        ADDED,
        BESIDE_TOTAL,
        TOTAL_ELSE_INSIDE,
        TOTAL_ELSE_ADDED
    }
}
