package io.millrace.client.adapter;

import io.millrace.client.adapter.Convention.Input;
import io.millrace.client.adapter.Convention.Reasoning;
import java.util.EnumMap;
import java.util.Map;

/**
 * What it takes to read a dialect. Immutable.
 *
 * @param slotBySlot true where a later event of a stream restates only some of the counts
 */
record Shape(FieldTable table, Convention convention, boolean slotBySlot) {
    private static final Map<Dialect, Shape> SHAPES = shapes();

    static Shape of(Dialect dialect) {
        Shape shape = SHAPES.get(dialect);
        if (shape == null) {
            throw new IllegalStateException("dialect: " + dialect + " (expected: one with a shape)");
        }
        return shape;
    }

    private static Map<Dialect, Shape> shapes() {
        Convention exclusive = new Convention(Input.EXCLUSIVE, Reasoning.INSIDE);
        Convention thoughtsAdded = new Convention(Input.INCLUSIVE, Reasoning.ADDED);
        Convention byTotal = new Convention(Input.INCLUSIVE, Reasoning.TOTAL_ELSE_ADDED);
        Map<Dialect, Shape> shapes = new EnumMap<>(Dialect.class);
        shapes.put(Dialect.OPENAI, last(DialectTables.openAi(), Convention.INCLUSIVE));
        shapes.put(Dialect.ANTHROPIC, new Shape(DialectTables.anthropic(), exclusive, true));
        shapes.put(Dialect.GEMINI, last(DialectTables.gemini(), thoughtsAdded));
        shapes.put(Dialect.BEDROCK, last(DialectTables.bedrock(), exclusive));
        shapes.put(Dialect.MISTRAL, last(DialectTables.mistral(), Convention.INCLUSIVE));
        shapes.put(Dialect.COHERE, last(DialectTables.cohere(), Convention.INCLUSIVE));
        shapes.put(Dialect.DEEPSEEK, last(DialectTables.deepSeek(), Convention.INCLUSIVE));
        shapes.put(Dialect.XAI, last(DialectTables.xAi(), byTotal));
        shapes.put(
                Dialect.PERPLEXITY,
                last(DialectTables.perplexity(), new Convention(Input.INCLUSIVE, Reasoning.BESIDE_TOTAL)));
        shapes.put(Dialect.OPENROUTER, last(DialectTables.openRouter(), Convention.INCLUSIVE));
        shapes.put(Dialect.OLLAMA, last(DialectTables.ollama(), Convention.INCLUSIVE));
        return Map.copyOf(shapes);
    }

    private static Shape last(FieldTable table, Convention convention) {
        return new Shape(table, convention, false);
    }
}
