package io.millrace.embedded.registry.differential;

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
import java.util.Map;
import java.util.random.RandomGenerator;

/** Small changes to a schema, as people make them: some compatible, some not, a few invalid. */
final class SchemaChanger {
    private static final Map<String, List<String>> PROMOTED = Map.of(
            "int", List.of("long", "float", "double"),
            "long", List.of("float", "double", "int"),
            "float", List.of("double", "long"),
            "double", List.of("float"),
            "string", List.of("bytes"),
            "bytes", List.of("string"));

    private final RandomGenerator random;
    private final SchemaMaker maker;

    SchemaChanger(RandomGenerator random, SchemaMaker maker) {
        this.random = random;
        this.maker = maker;
    }

    /** A changed copy; of what cannot be changed, another schema. */
    AnyType changed(AnyType schema) {
        AnyType copy = schema.copy();
        var parts = new ArrayList<AnyType>();
        collect(copy, parts);
        for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
            change(maker.pick(parts));
        }
        return copy.text().equals(schema.text()) && copy instanceof Named ? maker.schema() : copy;
    }

    private static void collect(AnyType type, List<AnyType> into) {
        into.add(type);
        if (type instanceof StructType record) {
            into.add(record); // twice as likely as the rest
            record.fields.forEach(field -> collect(field.type, into));
        } else if (type instanceof Collected collected) {
            collect(collected.item, into);
        } else if (type instanceof Union union) {
            union.branches.forEach(branch -> collect(branch, into));
        }
    }

    private void change(AnyType type) {
        if (type instanceof Defined defined && random.nextInt(12) == 0) {
            rename(defined);
        } else if (type instanceof StructType record) {
            changeFields(record);
        } else if (type instanceof Named named && PROMOTED.containsKey(named.name)) {
            named.name = maker.pick(random.nextInt(4) == 0 ? SchemaMaker.PRIMITIVES : PROMOTED.get(named.name));
        } else if (type instanceof Collected collected && random.nextInt(3) == 0) {
            collected.item = maker.type(2, List.of());
        } else if (type instanceof Union union) {
            changeBranches(union);
        } else if (type instanceof Enumerated enumerated) {
            changeSymbols(enumerated);
        } else if (type instanceof Fixed fixed && random.nextInt(3) == 0) {
            fixed.size++;
        }
    }

    private void rename(Defined defined) {
        String old = defined.fullName();
        if (random.nextBoolean()) {
            defined.name = defined.name + "x";
        } else {
            defined.namespace = "io.o";
        }
        if (random.nextBoolean()) {
            defined.aliases.add(old);
        }
    }

    private void changeFields(StructType record) {
        if (record.fields.isEmpty() || random.nextInt(3) == 0) {
            Field added = maker.field("f" + random.nextInt(9), 2, List.of(record.fullName()));
            if (record.fields.stream().noneMatch(field -> field.name.equals(added.name))) {
                record.fields.add(random.nextInt(record.fields.size() + 1), added);
            }
            return;
        }
        Field field = maker.pick(record.fields);
        switch (random.nextInt(6)) {
            case 0 -> record.fields.remove(field);
            case 1 -> field.value = field.value == null ? maker.value(field.type) : null;
            case 2 -> optional(field);
            case 3 -> renameField(record, field);
            case 4 -> {
                record.fields.remove(field);
                record.fields.add(field);
            }
            default -> change(field.type);
        }
    }

    private static void optional(Field field) {
        if (!(field.type instanceof Union)) {
            var union = new Union();
            union.branches.add(new Named("null"));
            union.branches.add(field.type);
            field.type = union;
            field.value = union.sample();
        }
    }

    private void renameField(StructType record, Field field) {
        String old = field.name;
        String name = "g" + random.nextInt(9);
        if (record.fields.stream().noneMatch(other -> other.name.equals(name))) {
            field.name = name;
            if (random.nextBoolean()) {
                field.aliases.add(old);
            }
        }
    }

    private void changeBranches(Union union) {
        if (union.branches.size() > 1 && random.nextBoolean()) {
            union.branches.remove(random.nextInt(union.branches.size()));
        } else {
            // A type that is there already makes the union invalid.
            union.branches.add(new Named(maker.pick(SchemaMaker.PRIMITIVES)));
        }
    }

    private void changeSymbols(Enumerated enumerated) {
        switch (random.nextInt(3)) {
            case 0 -> enumerated.symbols.add("S" + (enumerated.symbols.size() + 3));
            case 1 -> enumerated.otherwise = enumerated.otherwise == null ? enumerated.symbols.get(0) : null;
            default -> {
                if (enumerated.symbols.size() > 1) {
                    enumerated.symbols.remove(enumerated.symbols.size() - 1);
                }
            }
        }
    }
}
