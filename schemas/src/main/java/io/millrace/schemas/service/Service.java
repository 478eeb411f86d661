package io.millrace.schemas.service;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.SettingsPage;
import io.millrace.schemas.config.SettingsSource;
import io.millrace.schemas.config.Variables;
import io.millrace.schemas.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service as its main starts it. Its settings come as {@link SettingsSource} says, from variables that begin with
 * MILLRACE_, the name and an underscore. Immutable.
 *
 * @param <S> its settings
 */
public final class Service<S> {
    private static final String HELP = "--help";
    private static final String PRINT = "--print-config";

    private final String name;
    private final Function<ConfigReader, S> settings;
    private final List<Variables> variables;

    private Service(String name, Function<ConfigReader, S> settings, List<Variables> variables) {
        this.name = name;
        this.settings = settings;
        this.variables = List.copyOf(variables);
    }

    /** Makes a service work; what cannot be undone is undone when it throws. */
    @FunctionalInterface
    public interface Starter<S> {
        Running start(S settings, ServiceSettings service);
    }

    /** What a start comes to. */
    sealed interface Begin<S> {
        record Configured<S>(S settings, ServiceSettings service) implements Begin<S> {}

        /** Only said, on the output; problems are left for the other output, one in a line. */
        record Said<S>(String text, String problems) implements Begin<S> {}
    }

    /**
     * @param name lower case, such as streams
     * @param settings reads the service's own keys, and {@linkplain ConfigReader#finish finishes} before it makes values of them
     */
    public static <S> Service<S> named(String name, Function<ConfigReader, S> settings) {
        return named(name, settings, Variables.withPrefix("MILLRACE_" + name.toUpperCase(Locale.ROOT) + "_"));
    }

    /** The same with other variables; later ones go over earlier ones. */
    public static <S> Service<S> named(String name, Function<ConfigReader, S> settings, Variables... variables) {
        return new Service<>(name, settings, List.of(variables));
    }

    /** The life of the process: starts, and drains when it is told to end. Returns when the service is at work. */
    public void run(String[] arguments, Starter<S> starter) {
        ServiceLog.choose(name, System.getenv());
        ServiceProcess.run(name, begin(Arrays.asList(arguments), System.getenv()), starter);
    }

    /**
     * The settings for a main that something else runs, such as a cluster's; empty where only help or the settings were asked for,
     * which are printed then.
     *
     * @throws MillraceException with every problem found
     */
    public Optional<S> configure(String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        ConfigReader reader = SettingsSource.read(variables, plain(all), System.getenv());
        if (all.contains(HELP) || all.contains(PRINT)) {
            System.out.print(said(reader, all.contains(HELP)).text());
            return Optional.empty();
        }
        return Optional.of(settings.apply(reader));
    }

    Begin<S> begin(List<String> arguments, Map<String, String> environment) {
        ConfigReader reader = SettingsSource.read(variables, plain(arguments), environment);
        ServiceSettings service = ServiceSettings.read(reader);
        if (arguments.contains(HELP) || arguments.contains(PRINT)) {
            return said(reader, arguments.contains(HELP));
        }
        try {
            return new Begin.Configured<>(settings.apply(reader), service);
        } catch (MillraceException | IllegalArgumentException e) {
            return new Begin.Said<>("", String.valueOf(e.getMessage()));
        }
    }

    private Begin.Said<S> said(ConfigReader reader, boolean help) {
        String problems = "";
        try {
            S ignored = settings.apply(reader);
        } catch (MillraceException | IllegalArgumentException e) {
            problems = String.valueOf(e.getMessage());
        }
        return help
                ? new Begin.Said<>(help(reader), "")
                : new Begin.Said<>(SettingsPage.inForce(reader.settings()), problems);
    }

    private String help(ConfigReader reader) {
        return "millrace " + name + " [settings file] [--key=value ...] [" + PRINT + "]\n"
                + "Later over earlier: the file, variables such as MILLRACE_" + name.toUpperCase(Locale.ROOT)
                + "_HTTP_PORT for http.port, arguments.\n\n"
                + SettingsPage.known(reader.settings());
    }

    private static List<String> plain(List<String> arguments) {
        List<String> plain = new ArrayList<>(arguments);
        plain.removeIf(argument -> argument.equals(HELP) || argument.equals(PRINT));
        return plain;
    }
}
