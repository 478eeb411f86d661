package io.millrace.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The drawing of DESIGN §1 as a test: who may know whom, and what may be read where. */
@AnalyzeClasses(packages = "io.millrace", importOptions = RuleOfTheGraphTest.ShippedCode.class)
class RuleOfTheGraphTest {
    /** Neither this module's tests nor the test-jar of schemas. */
    static final class ShippedCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static final String[] MODULES = {
        "client", "streams", "sinks", "billing", "alerts", "privacy", "content", "embedded"
    };
    /** Modules under producers beside the client. */
    private static final List<String> ADAPTERS =
            List.of("io.millrace.client.langchain4j", "io.millrace.client.micrometer", "io.millrace.client.springai");

    private static final String[] CORES = {
        "io.millrace.schemas.money..",
        "io.millrace.schemas.usage..",
        "io.millrace.schemas.rating..",
        "io.millrace.schemas.budget..",
        "io.millrace.schemas.billing..",
        "io.millrace.schemas.scope..",
        "io.millrace.streams.metering..",
        "io.millrace.sinks.rollup..",
        "io.millrace.alerts.message..",
        "io.millrace.alerts.delivery..",
        "io.millrace.billing.account..",
        "io.millrace.billing.charging..",
        "io.millrace.billing.checkout..",
        "io.millrace.billing.dunning..",
        "io.millrace.billing.ledger..",
        "io.millrace.billing.plan..",
        "io.millrace.billing.postpaid..",
        "io.millrace.billing.reconcile..",
        "io.millrace.billing.returns..",
        "io.millrace.billing.statement..",
        "io.millrace.billing.subscription..",
        "io.millrace.billing.webhook..",
        "io.millrace.privacy.retention..",
        "io.millrace.content.seal..",
        "io.millrace.privacy.vault..",
        "io.millrace.schemas.sealing..",
        "io.millrace.privacy.subject..",
        "io.millrace.standalone.chaos.plan..",
        "io.millrace.standalone.workload.."
    };

    /** A module that is not on the class path of this test would pass every rule below. */
    @ArchTest
    static void everyModuleIsAnalysed(JavaClasses analysed) {
        Set<String> packages = analysed.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .contains("io.millrace.schemas.usage", "io.millrace.standalone")
                .containsAll(ADAPTERS);
        for (String module : MODULES) {
            assertThat(packages).as(module).anyMatch(name -> name.startsWith("io.millrace." + module));
        }
    }

    @ArchTest
    static final ArchRule schemasKnowNoModule = noClasses()
            .that()
            .resideInAPackage("io.millrace.schemas..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.millrace.client..",
                    "io.millrace.streams..",
                    "io.millrace.sinks..",
                    "io.millrace.billing..",
                    "io.millrace.alerts..",
                    "io.millrace.privacy..",
                    "io.millrace.content..",
                    "io.millrace.embedded..",
                    "io.millrace.standalone.."))
            .because("the contract stands below everything that speaks it");

    @ArchTest
    static final ArchRule clientKnowsNoSibling = moduleKnowsOnlySchemas("client");

    @ArchTest
    static final ArchRule streamsKnowNoSibling = moduleKnowsOnlySchemas("streams");

    @ArchTest
    static final ArchRule sinksKnowNoSibling = moduleKnowsOnlySchemas("sinks");

    @ArchTest
    static final ArchRule billingKnowsNoSibling = moduleKnowsOnlySchemas("billing");

    @ArchTest
    static final ArchRule alertsKnowNoSibling = moduleKnowsOnlySchemas("alerts");

    @ArchTest
    static final ArchRule privacyKnowsNoSibling = moduleKnowsOnlySchemas("privacy");

    @ArchTest
    static final ArchRule contentKnowsNoSibling = moduleKnowsOnlySchemas("content");

    @ArchTest
    static final ArchRule nobodyKnowsContent = noClasses()
            .that()
            .resideOutsideOfPackages("io.millrace.content..", "io.millrace.avro.content..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.content..", "io.millrace.avro.content..")
            .because("what was asked and answered is on no class path but that of whoever chose it");

    @ArchTest
    static final ArchRule embeddedKnowsNothingOfMillrace = noClasses()
            .that()
            .resideInAPackage("io.millrace.embedded..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.millrace..").and(not(resideInAnyPackage("io.millrace.embedded.."))))
            .because("the servers serve whoever asks; they know nothing of the modules above");

    @ArchTest
    static final ArchRule coresArePure = noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.flink..",
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "java.net.http..",
                    "com.stripe..",
                    "io.millrace.avro..")
            .because("a core is pure: move the import to the shell around it, and map generated classes at the edge");

    @ArchTest
    static final ArchRule oneClassReadsTheWallClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.millrace.schemas.time.SystemClock")
            .and()
            .resideOutsideOfPackages("io.millrace.embedded..", "io.millrace.avro..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("time is injected: take an io.millrace.schemas.time.Clock");

    @ArchTest
    static final ArchRule moneyIsNeverAFloat = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(
                    "io.millrace.schemas.money..",
                    "io.millrace.schemas.rating..",
                    "io.millrace.schemas.billing..",
                    "io.millrace.streams.metering..",
                    "io.millrace.billing..")
            .should()
            .haveRawReturnType(double.class)
            .orShould()
            .haveRawReturnType(float.class)
            .because("money is a long of nano-USD, and a rate a long of pico-USD");

    @ArchTest
    static final ArchRule mainsAreFinal = classes()
            .that()
            .haveSimpleNameEndingWith("Main")
            .should()
            .haveModifier(JavaModifier.FINAL)
            .allowEmptyShould(true)
            .because("a main parses, starts and waits; nobody extends it");

    private static ArchRule moduleKnowsOnlySchemas(String module) {
        String own = "io.millrace." + module + "..";
        String[] siblings = Arrays.stream(MODULES)
                .filter(other -> !other.equals(module))
                .map(other -> "io.millrace." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAnyPackage(siblings))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("io.millrace.standalone.."))
                .because("every module depends on schemas and none on its sibling: Kafka topics are the only boundary");
    }
}
