package io.millrace.embedded.registry.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embedded.registry.differential.SchemaModel.AnyType;
import io.millrace.embedded.registry.differential.SchemaModel.Collected;
import io.millrace.embedded.registry.differential.SchemaModel.Defined;
import io.millrace.embedded.registry.differential.SchemaModel.Enumerated;
import io.millrace.embedded.registry.differential.SchemaModel.Field;
import io.millrace.embedded.registry.differential.SchemaModel.Fixed;
import io.millrace.embedded.registry.differential.SchemaModel.Named;
import io.millrace.embedded.registry.differential.SchemaModel.StructType;
import io.millrace.embedded.registry.differential.SchemaModel.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random schemas: records in records, recursive ones, arrays, maps, unions of records, enums, fixed, namespaces. */
final class SchemaMaker {
    static final List<String> PRIMITIVES = List.of("boolean", "int", "long", "float", "double", "string", "bytes");

    private static final int DEPTH_MAX = 3;

    private final RandomGenerator random;
    private int names;

    SchemaMaker(RandomGenerator random) {
        this.random = random;
    }

    /** Mostly a record. */
    AnyType schema() {
        names = 0;
        return random.nextInt(8) == 0 ? type(0, new ArrayList<>()) : record(0, new ArrayList<>());
    }

    /** A type to put into a schema that has types of these names. */
    AnyType type(int depth, List<String> enclosing) {
        if (depth >= DEPTH_MAX || random.nextInt(3) > 0) {
            return new Named(pick(PRIMITIVES));
        }
        return switch (random.nextInt(7)) {
            case 0 -> new Collected(true, type(depth + 1, enclosing));
            case 1 -> new Collected(false, type(depth + 1, enclosing));
            case 2 -> enumerated();
            case 3 -> named(new Fixed(name("F"), 1 + random.nextInt(3)));
            case 4 -> recursive(enclosing);
            case 5 -> union(depth, enclosing);
            default -> record(depth + 1, enclosing);
        };
    }

    /** Itself again, by way of a type that can end. */
    private AnyType recursive(List<String> enclosing) {
        if (enclosing.isEmpty()) {
            return new Named(pick(PRIMITIVES));
        }
        var again = new Named(pick(enclosing));
        if (random.nextBoolean()) {
            return new Collected(random.nextBoolean(), again);
        }
        var union = new Union();
        union.branches.add(new Named("null"));
        union.branches.add(again);
        return union;
    }

    private Union union(int depth, List<String> enclosing) {
        var union = new Union();
        if (random.nextBoolean()) {
            union.branches.add(new Named("null"));
        }
        int records = random.nextInt(3);
        for (int i = 0; i < records; i++) {
            union.branches.add(record(depth + 1, enclosing));
        }
        var rest = new ArrayList<>(PRIMITIVES);
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            union.branches.add(new Named(rest.remove(random.nextInt(rest.size()))));
        }
        return union;
    }

    private StructType record(int depth, List<String> enclosing) {
        StructType record = named(new StructType(name("R")));
        var inside = new ArrayList<>(enclosing);
        inside.add(record.fullName());
        int fields = random.nextInt(depth == 0 ? 1 : 0, 5);
        for (int i = 0; i < fields; i++) {
            record.fields.add(field("f" + i, depth + 1, inside));
        }
        return record;
    }

    Field field(String name, int depth, List<String> enclosing) {
        var field = new Field(name, type(depth, enclosing));
        if (random.nextBoolean()) {
            field.value = value(field.type);
        }
        return field;
    }

    /** A default of the type where there is a simple one, and now and then one of a wrong type. */
    @Nullable
    JsonNode value(AnyType type) {
        return random.nextInt(60) == 0 ? new Collected(true, type).sample() : type.sample();
    }

    private Enumerated enumerated() {
        Enumerated made = named(new Enumerated(name("E")));
        int symbols = random.nextInt(1, 4);
        for (int i = 0; i < symbols; i++) {
            made.symbols.add("S" + i);
        }
        if (random.nextBoolean()) {
            made.otherwise = made.symbols.get(0);
        }
        return made;
    }

    private <T extends Defined> T named(T type) {
        // Always there, because a type inherits the namespace of the one around it.
        type.namespace = random.nextBoolean() ? "io.n" : "io.m";
        return type;
    }

    /** In order, so that schemas made apart have names in common. */
    String name(String kind) {
        return kind + names++;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
