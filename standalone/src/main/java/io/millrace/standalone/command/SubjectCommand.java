package io.millrace.standalone.command;

import io.millrace.privacy.subject.Certificate;
import io.millrace.privacy.subject.Change;
import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.RequestKind;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.subject.SubjectDesk;
import io.millrace.standalone.view.RequestView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Requests of those concerned. */
@Command(
        name = "subject",
        description =
                "Requests of those concerned: export, correct or erase what is held of a workspace, user or address.")
public final class SubjectCommand {
    private final SystemClock clock = new SystemClock();

    @Mixin
    private SystemOption system = new SystemOption();

    @Mixin
    private VaultOption vault = new VaultOption();

    @Command(description = "Write all data of the subject to files, as JSON lines and CSV, with a manifest.")
    int export(
            @Mixin SubjectOptions options,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            description = "directory to write")
                    Path output) {
        Subject subject = options.subject();
        try (Session session = Session.open(system);
                SubjectDesk desk = open(session)) {
            Request request = desk.receive(RequestKind.EXPORT, subject, null, options.askedBy(), options.days());
            System.out.print(desk.export(request, subject, output).text());
        }
        return 0;
    }

    @Command(description = "Say that the calls of a user were another user's, or another team's.")
    int correct(
            @Mixin SubjectOptions options,
            @Option(names = "--is", paramLabel = "PSEUDONYM", description = "the user they were of") @Nullable
                    String user,
            @Option(names = "--team", description = "the team they were of") @Nullable String team) {
        return carry(options, RequestKind.CORRECT, new Change(user, team), null);
    }

    @Command(
            description = "Erase the subject, and print the certificate; exit code 1 while something must happen first."
                    + " Of a workspace, its account must be closed.")
    int erase(
            @Mixin SubjectOptions options,
            @Option(
                            names = {"-o", "--output"},
                            description = "file to write the certificate to, as JSON")
                    @Nullable
                    Path output) {
        return carry(options, RequestKind.ERASE, null, output);
    }

    @Command(description = "List the requests, those due first at the head; of one, its certificate.")
    int status(
            @Parameters(paramLabel = "ID", arity = "0..1", description = "a request") @Nullable UUID id,
            @Option(names = "--json", description = "print JSON") boolean json) {
        try (Session session = Session.open(system);
                SubjectDesk desk = open(session)) {
            if (id != null) {
                System.out.print(desk.certificate(id)
                        .orElseThrow(() -> MillraceException.user(
                                "REQUEST", "request", id, "one that is done, as status lists it")));
                return 0;
            }
            List<Request> all = desk.all();
            long now = clock.nowMicros();
            if (json) {
                System.out.print(RequestView.json(all, now));
                return 0;
            }
            all.forEach(request -> System.out.println(RequestView.line(request, now)));
            long open = all.stream().filter(Request::isOpen).count();
            long overdue =
                    all.stream().filter(request -> request.isOverdue(now)).count();
            System.out.println(all.size() + " requests, " + open + " open, " + overdue + " overdue");
        }
        return 0;
    }

    @Command(description = "List who took data out, of which workspace, the last first.")
    int accesses() {
        try (Session session = Session.open(system);
                SubjectDesk desk = open(session)) {
            desk.accesses()
                    .forEach(
                            access -> System.out.println(Micros.toInstant(access.atMicros()) + "  " + access.workspace()
                                    + "  " + access.what() + "  " + access.rows() + " rows  by " + access.who()));
        }
        return 0;
    }

    @Command(description = "Carry out what is open, and look again for what was erased in the last 40 days; daily.")
    int run() {
        try (Session session = Session.open(system);
                SubjectDesk desk = open(session)) {
            desk.carryOpen();
            long open = desk.all().stream().filter(Request::isOpen).count();
            System.out.println(open + " requests left open");
        }
        return 0;
    }

    private int carry(SubjectOptions options, RequestKind kind, @Nullable Change change, @Nullable Path output) {
        Subject subject = options.subject();
        try (Session session = Session.open(system);
                SubjectDesk desk = open(session)) {
            Request request = desk.receive(kind, subject, change, options.askedBy(), options.days());
            Optional<Certificate> certificate = desk.carry(request);
            if (certificate.isEmpty()) {
                desk.all().stream()
                        .filter(one -> one.id().equals(request.id()))
                        .forEach(one -> System.out.println(RequestView.line(one, clock.nowMicros())));
                return 1;
            }
            if (output != null) {
                write(output, certificate.get());
            }
            System.out.print(certificate.get().text());
        }
        return 0;
    }

    private SubjectDesk open(Session session) {
        return SubjectDesk.open(session.endpoints(), session.topics(), clock, vault::vault);
    }

    private static void write(Path output, Certificate certificate) {
        try {
            Files.writeString(output, certificate.json());
        } catch (IOException e) {
            String message = Expected.message("certificate file", output, "a file that can be written");
            throw new MillraceException(ErrorKind.USER, "OUTPUT", message, e);
        }
    }
}
