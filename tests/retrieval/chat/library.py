"""Made-up rules of one county, one of them replaced, for a model to write about."""

from __future__ import annotations

PATROLS = """---
title: 青禾县河道巡查办法
number: 青水发〔2024〕5号
issuer: 青禾县水务局
published: 2024-03-01
status: in_force
---

# 青禾县河道巡查办法

## 第一章 总则

第一条 为规范河道巡查，制定本办法。

## 第二章 巡查

第二条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。

第三条 发现违法建筑的，应当在五日内报告青禾县水务局，并抄送青禾县应急管理局。

第四条 汛期巡查由青禾县水务局组织，不得委托个人承担。

第五条 河道问题集中整改的期限为六个月，自通知送达之日起计算。

第六条 巡查应当坚持下列原则：
（一）预防为主；
（二）属地负责；
（三）公开透明。
"""
FORMER_PATROLS = """---
title: 青禾县河道巡查办法（试行）
number: 青水发〔2021〕2号
issuer: 青禾县水务局
published: 2021-04-01
status: superseded
superseded_by: 青禾县河道巡查办法
---

# 青禾县河道巡查办法（试行）

第一条 河道问题集中整改的期限为三个月。

第二条 汛期巡查由各镇组织。
"""
CANTEENS = """---
title: 白杨街道社区食堂管理办法
issuer: 白杨街道办事处
published: 2023-06-01
status: in_force
---

# 白杨街道社区食堂管理办法

第一条 社区食堂的账目每季度公布一次。

第二条 社区食堂由居民委员会负责日常管理，餐费标准由白杨街道办事处核定。
"""
FILES = {"patrols.md": PATROLS, "former.md": FORMER_PATROLS, "canteens.md": CANTEENS}
DEADLINE = "河道问题集中整改的期限是多久？"
REPORT = "发现违法建筑应当几日内报告谁、抄送谁？"
