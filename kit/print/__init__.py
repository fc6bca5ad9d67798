"""Printing: forms as PDF with their Chinese embedded and selectable.

Document("换房记录表", en="Unit change record", number="HF-2026-0007", printed_at=work.now)
    .facts(("客户", "Customer", "金桥投资"), ("变更日期", "Change date", "2026-12-07"))
    .heading("抄表", en="Readings")
    .table((Head("表号", "Meter"), Head("读数", "Reading", align="right")), [["E-A0501", "1234"]])
    .signatures(Signed("客户", "Customer", name="赵强", at="2026-12-07 10:20", image=png))
    .bytes()
"""

from kit.print.document import Document, Head, Signed

PDF = "application/pdf"
__all__ = ["PDF", "Document", "Head", "Signed"]
