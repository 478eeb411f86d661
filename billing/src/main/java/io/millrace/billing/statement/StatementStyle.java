package io.millrace.billing.statement;

/** How a statement looks, on screen and on paper. */
final class StatementStyle {
    static final String CSS = """
            @page { size: A4; margin: 18mm 16mm; }
            * { box-sizing: border-box; }
            body { font: 10pt/1.45 "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; max-width: 178mm; margin: 12mm auto; }
            header { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 2px solid #1a1a1a; }
            h1 { font-size: 20pt; margin: 0 0 2mm; }
            h2 { font-size: 12pt; margin: 8mm 0 2mm; break-after: avoid; }
            .state { margin: 0; font-weight: 600; }
            .provisional { color: #9a4a00; }
            dl { display: grid; grid-template-columns: 26mm 1fr 26mm 1fr; margin: 4mm 0 0; }
            dt { color: #666; }
            dd { margin: 0; overflow-wrap: anywhere; }
            table { width: 100%; border-collapse: collapse; }
            th { text-align: left; font-weight: 600; border-bottom: 1px solid #1a1a1a; }
            td, th { padding: 1mm 2mm 1mm 0; vertical-align: top; overflow-wrap: anywhere; }
            tr { break-inside: avoid; }
            tbody tr + tr td { border-top: 1px solid #ddd; }
            .n { text-align: right; padding-right: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
            .strong td { font-weight: 600; }
            .sum td, tbody tr + tr.sum td { border-top: 1px solid #1a1a1a; }
            small { color: #666; font-size: 8pt; font-weight: 400; }
            .account { margin-bottom: 5mm; break-inside: avoid; }
            caption { text-align: left; font-weight: 600; padding-bottom: 1mm; }
            caption span { font-weight: 400; color: #666; overflow-wrap: anywhere; }
            footer { margin-top: 10mm; border-top: 1px solid #ddd; color: #444; font-size: 8.5pt; break-inside: avoid; }
            code { font-size: 7.5pt; overflow-wrap: anywhere; }
            @media print { body { margin: 0; max-width: none; } }
            """;

    private StatementStyle() {}
}
